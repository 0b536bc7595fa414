package org.closedform.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/** The laws of forward mode, each held at one point; what they say is in {@link OperatorLaws}. */
record ForwardLaws<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, double gradientScale) {

    /** All of them, each under its name. */
    Map<String, Runnable> all() {
        Map<String, Runnable> laws = new LinkedHashMap<>();
        laws.put("the pushforward is like the output", this::pushforwardIsLikeTheOutput);
        laws.put("pushforward is linear in the tangent", this::pushforwardIsLinearInTangent);
        laws.put("pushforward and backward are adjoint", this::pushforwardAndBackwardAreAdjoint);
        laws.put("pushforward gives the same bits and changes nothing", this::pushforwardGivesTheSameBits);
        laws.put("a tangent unlike the input is refused", this::aTangentUnlikeTheInputIsRefused);
        return laws;
    }

    void pushforwardIsLikeTheOutput() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        LawsAtPoint.requireLike(pass.output(), pass.pushforward(tangent()), "the pushforward");
    }

    /** One that is taken from the backward is so by itself. */
    void pushforwardIsLinearInTangent() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (pass.hasPushforward()) {
            LawsAtPoint.requireLinear(pass::pushforward, tangent(), gradientScale, "tangent", "pushforward");
        }
    }

    /** ⟨J·ẋ, dy⟩ = ⟨ẋ, Jᵀ·dy⟩. */
    void pushforwardAndBackwardAreAdjoint() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (pass.hasPushforward()) {
            Y upstream = OperatorLaws.randomLike(pass.output(), 1);
            X tangent = tangent();
            requireEqual(
                    new Product<>(pass.pushforward(tangent), upstream),
                    new Product<>(pass.backward(upstream), tangent),
                    gradientScale,
                    "⟨pushforward(tangent), upstream⟩",
                    "⟨tangent, backward(upstream)⟩");
        }
    }

    void pushforwardGivesTheSameBits() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        X tangent = tangent();
        X tangentCopy = LawsAtPoint.copied(tangent);
        X copy = LawsAtPoint.copied(x);
        Y output = LawsAtPoint.copied(pass.output());
        Y first = pass.pushforward(tangent);
        LawsAtPoint.requireSame(first, pass.pushforward(tangent), "a second pushforward of one pass");
        LawsAtPoint.requireSame(first, operator.forward(x).pushforward(tangent), "the pushforward of a second pass");
        LawsAtPoint.requireSame(tangentCopy, tangent, "the tangent, after pushforward");
        LawsAtPoint.requireSame(copy, x, "the input, after pushforward");
        LawsAtPoint.requireSame(output, pass.output(), "the output, after pushforward");
    }

    void aTangentUnlikeTheInputIsRefused() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Unlike.of(x)
                .forEach(unlike -> unlike.requireRefused(pass::pushforward, "pushforward", "a tangent", "the input"));
    }

    private X tangent() {
        return OperatorLaws.randomLike(x, 3);
    }

    /** An inner product ⟨a, b⟩. */
    record Product<T extends TensorTree<T>>(T a, T b) {
        private double value() {
            return a.dot(b);
        }

        /** Σ |b| (|a| + scale): the size of all terms, where those of each a are of that scale. */
        private double size(double scale) {
            T sizes = b.mapTensors(tensor -> tensor.map(Math::abs));
            return sizes.dot(a.mapTensors(tensor -> tensor.map(Math::abs))) + scale * sizes.dot(b.onesLike());
        }

        private double epsilon() {
            return LawsAtPoint.elementTypes(a).contains(ElementType.FLOAT32)
                    ? ElementType.FLOAT32.epsilon()
                    : ElementType.FLOAT64.epsilon();
        }
    }

    /** Holds two inner products to be the same, up to the rounding of terms of a size. */
    static void requireEqual(Product<?> first, Product<?> second, double scale, String name, String other) {
        double rounding = Math.max(first.epsilon(), second.epsilon());
        double size = first.size(scale) + second.size(scale);
        if (!(Math.abs(first.value() - second.value()) <= LawsAtPoint.ROUNDINGS * rounding * size)) {
            throw new AssertionError(name + " is " + first.value() + "\nbut " + other + " is " + second.value()
                    + "\n(equal up to rounding of terms around " + scale + ", by the gradientScale)");
        }
    }
}
