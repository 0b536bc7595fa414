package org.closedform.expression;

import java.util.ArrayList;
import java.util.List;
import org.closedform.expression.Token.Kind;

/**
 * Reads a formula by recursive descent:
 *
 * <pre>{@code
 * sum     = product { ("+" | "-") product }
 * product = signed { ("*" | "/") signed }
 * signed  = { "-" | "+" } power
 * power   = atom [ "^" signed ]
 * atom    = number | name | function "(" sum [ "," sum ] ")" | "(" sum ")"
 * }</pre>
 */
final class Parser {
    /** The deepest nesting: reading or computing a formula much deeper would run out of stack. */
    private static final int DEEPEST = 40;

    private static final int MOST_PARTS = 200;

    private final List<Token> tokens;
    private int next;
    private int depth;
    private int parts;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String formula) {
        Parser parser = new Parser(Scanner.tokens(formula));
        Node root = parser.sum();
        parser.requireEnd();
        return root;
    }

    private Token token() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean takes(String sign) {
        boolean is = token().is(sign);
        next += is ? 1 : 0;
        return is;
    }

    private <N extends Node> N counted(N node) {
        if (++parts > MOST_PARTS) {
            throw node.place().error("the formula has more than " + MOST_PARTS + " parts; a shorter one is needed");
        }
        return node;
    }

    private Node sum() {
        Node left = product();
        while (Infix.PLUS.is(token()) || Infix.MINUS.is(token())) {
            Token sign = take();
            left = counted(
                    new Combination(Infix.PLUS.is(sign) ? Infix.PLUS : Infix.MINUS, left, product(), sign.place()));
        }
        return left;
    }

    private Node product() {
        Node left = signed();
        while (Infix.TIMES.is(token()) || Infix.DIVIDED_BY.is(token())) {
            Token sign = take();
            if (Infix.TIMES.is(sign) && Infix.TIMES.is(token())) {
                throw token().place().error("a power is written ^ here; write x^2");
            }
            Infix operator = Infix.TIMES.is(sign) ? Infix.TIMES : Infix.DIVIDED_BY;
            left = counted(new Combination(operator, left, signed(), sign.place()));
        }
        return left;
    }

    /** A part with its sign. Brackets, signs and powers all nest through this method, so it counts how deep they are. */
    private Node signed() {
        if (++depth > DEEPEST) {
            throw token().place()
                    .error("the formula is nested more than " + DEEPEST + " deep; fewer brackets are needed");
        }
        Token sign = token();
        Node node;
        if (takes("-")) {
            node = counted(new Negative(signed(), sign.place()));
        } else {
            node = takes("+") ? signed() : power();
        }
        depth--;
        return node;
    }

    private Node power() {
        Node base = atom();
        Token sign = token();
        return takes("^") ? counted(new Combination(Infix.POWER, base, signed(), sign.place())) : base;
    }

    private Node atom() {
        Token token = take();
        if (token.kind() == Kind.NUMBER) {
            return counted(new Literal(number(token), token.place()));
        } else if (token.kind() == Kind.NAME) {
            return token().is("(") ? call(token) : counted(name(token));
        } else if (token.is("(")) {
            Node inside = sum();
            close(token);
            return inside;
        }
        throw token.place()
                .error(
                        token.kind() == Kind.END && next == 1
                                ? "there is no formula yet; type one, such as 2*x*dy"
                                : "a number, a name or a ( is missing before " + token.shown());
    }

    private static double number(Token token) {
        double number = Double.parseDouble(token.text());
        if (Double.isInfinite(number)) {
            throw token.place().error("the number is too large; the largest is about 1.8e308");
        }
        if (number == 0 && token.text().split("e")[0].chars().anyMatch(c -> c >= '1' && c <= '9')) {
            throw token.place().error("the number is too small; the smallest above 0 is about 4.9e-324");
        }
        return number;
    }

    private static Name name(Token token) {
        if (FunctionName.isFunction(token.text())) {
            throw token.place().error(token.text() + " is a function; write " + token.text() + "(…)");
        }
        return new Name(token.text(), token.place());
    }

    private Node call(Token name) {
        FunctionName function = FunctionName.of(name);
        Token open = take();
        List<Node> arguments = new ArrayList<>(List.of(sum()));
        while (takes(",")) {
            arguments.add(sum());
        }
        close(open);
        boolean isLarger = function.name().equals("max") && function.axis().isEmpty() && arguments.size() == 2;
        if (isLarger) {
            return counted(new Larger(arguments.get(0), arguments.get(1), name.place()));
        }
        if (arguments.size() > 1) {
            boolean isMax = function.name().equals("max") && function.axis().isEmpty();
            throw name.place()
                    .error(name.text() + " takes one argument" + (isMax ? " or two" : "") + ", but has "
                            + arguments.size() + "; a decimal point is . here");
        }
        Node argument = arguments.get(0);
        return counted(function.alongAxis()
                .<Node>map(along -> new AlongAxis(along, function.axis(), argument, name.place()))
                .orElseGet(() -> new Elementwise(function.elementwise().orElseThrow(), argument, name.place())));
    }

    private void close(Token open) {
        if (!takes(")")) {
            if (token().kind() != Kind.END) {
                requireOperator();
            }
            throw open.place().error("this bracket is never closed; a ) is missing");
        }
    }

    private void requireEnd() {
        if (token().kind() != Kind.END) {
            requireOperator();
            throw token().place().error("this ) closes no bracket; a ( is missing before it");
        }
    }

    /** Whatever follows an operand is an operator or a bracket that closes. */
    private void requireOperator() {
        Token token = token();
        if (token.is(",")) {
            throw token.place()
                    .error("a comma stands only between the two arguments of max; a decimal point is . here");
        }
        if (!token.is(")")) {
            String before = tokens.get(next - 1).text();
            boolean isShort = !token.is("(") && !before.equals(")");
            throw token.place()
                    .error("an operator is missing before " + token.shown() + "; to multiply, write "
                            + (isShort ? before + "*" + token.text() : "* between"));
        }
    }
}
