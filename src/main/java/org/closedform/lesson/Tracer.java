package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.lesson.OperatorLayer.Input;
import org.closedform.lesson.Traced.Gradient;
import org.closedform.operator.Addition;
import org.closedform.operator.Chain;
import org.closedform.operator.Held;
import org.closedform.operator.Operator;
import org.closedform.operator.Residual;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Goes through a network layer by layer, forward at once and back when asked, and finds a symbol for all that passes between them. */
final class Tracer {
    private final List<NetworkLayer> layers = new ArrayList<>();
    private final Parameters parameters = new Parameters();
    /** What comes out of layers, and gradients that go on. */
    private final Set<String> kept = new HashSet<>();

    private final ZeroSums zeroSums = new ZeroSums();

    List<NetworkLayer> layers() {
        return layers;
    }

    Parameters parameters() {
        return parameters;
    }

    Set<String> kept() {
        return kept;
    }

    private int next() {
        return layers.size() + 1;
    }

    /**
     * Goes forward through an operator, made of others or not.
     *
     * @param in the parts of x
     * @param isLast whether what comes out is the output of the network
     */
    @SuppressWarnings("unchecked") // what goes into a residual connection is of the type that comes out
    <X extends TensorTree<X>, Y extends TensorTree<Y>> Traced<X, Y> trace(
            Operator<X, Y> operator, X x, List<Input> in, boolean isLast) {
        if (operator instanceof Chain<X, ?, Y> chain) {
            return chain(chain, x, in, isLast);
        }
        if (operator instanceof Addition<X, Y> addition) {
            return addition(addition, x, in, isLast);
        }
        if (operator instanceof Residual<?> residual) {
            return (Traced<X, Y>) residual((Residual<X>) residual, x, in);
        }
        if (operator instanceof Held<X, ?, Y> held) {
            return held(held, x, in, isLast);
        }
        return layer(operator, x, in, isLast);
    }

    private <X extends TensorTree<X>, Y extends TensorTree<Y>, Z extends TensorTree<Z>> Traced<X, Z> chain(
            Chain<X, Y, Z> chain, X x, List<Input> in, boolean isLast) {
        Traced<X, Y> first = trace(chain.first(), x, in, false);
        Traced<Y, Z> next = trace(chain.next(), first.output(), Input.outputs(first.symbols()), isLast);
        return new Traced<>(next.output(), next.symbols(), (dz, symbols) -> {
            Gradient<Y> dy = next.back().apply(dz, Traced.gradients(first.symbols()));
            return first.back().apply(dy.value(), symbols);
        });
    }

    private <X extends TensorTree<X>> Traced<X, X> residual(Residual<X> residual, X x, List<Input> in) {
        Fork fork = new Fork(next(), Traced.named(x, Input.symbols(in)), in);
        int number = next();
        layers.add(fork);
        Traced<X, X> f = trace(residual.f(), x, in, false);
        X output = sum(x, f.output(), "Operator.residual: f(x)");
        List<String> symbols = NetworkSymbols.numbered(output, "a", next());
        kept.addAll(symbols);
        List<NamedTensor> through = Traced.named(f.output(), f.symbols());
        AdditionLayer addition = new AdditionLayer(
                next(), Traced.named(x, Input.symbols(in)), through, Traced.named(output, symbols), List.of(through));
        layers.add(addition);
        return new Traced<>(output, symbols, (dy, wanted) -> {
            passOn(addition, dy, symbols, List.of(f.symbols()));
            Gradient<X> way = f.back().apply(dy, unnamed(wanted));
            Gradient<X> around = new Gradient<>(dy, Traced.gradients(symbols));
            return joined(fork, List.of(around, way), dy.plus(way.value()), NetworkSymbols.shares(x, number, wanted));
        });
    }

    private <X extends TensorTree<X>, Y extends TensorTree<Y>> Traced<X, Y> addition(
            Addition<X, Y> sum, X x, List<Input> in, boolean isLast) {
        Fork fork = new Fork(next(), Traced.named(x, Input.symbols(in)), in);
        int number = next();
        layers.add(fork);
        Traced<X, Y> f = trace(sum.first(), x, in, false);
        Traced<X, Y> g = trace(sum.second(), x, in, false);
        Y output = sum(f.output(), g.output(), "Operator.plus: the other output");
        boolean isLoss = f.symbols().size() == 1
                && f.symbols().get(0).startsWith("L")
                && g.symbols().get(0).startsWith("L");
        List<String> symbols =
                isLoss && isLast ? List.of("L") : NetworkSymbols.numbered(output, isLoss ? "L" : "a", next());
        kept.addAll(symbols);
        List<NamedTensor> first = Traced.named(f.output(), f.symbols());
        List<NamedTensor> second = Traced.named(g.output(), g.symbols());
        AdditionLayer addition =
                new AdditionLayer(next(), first, second, Traced.named(output, symbols), List.of(first, second));
        layers.add(addition);
        return new Traced<>(output, symbols, (dy, wanted) -> {
            passOn(addition, dy, symbols, List.of(f.symbols(), g.symbols()));
            Gradient<X> df = f.back().apply(dy, unnamed(wanted));
            Gradient<X> dg = g.back().apply(dy, unnamed(wanted));
            return joined(fork, List.of(df, dg), df.value().plus(dg.value()), NetworkSymbols.shares(x, number, wanted));
        });
    }

    private <Y extends TensorTree<Y>> Y sum(Y first, Y second, String name) {
        try {
            return first.plus(second.requireLike(first, name));
        } catch (IllegalArgumentException e) {
            throw misfit("Addition", e);
        }
    }

    private static List<String> unnamed(List<String> symbols) {
        return Collections.nCopies(symbols.size(), "");
    }

    private <Y extends TensorTree<Y>> void passOn(
            AdditionLayer addition, Y dy, List<String> sums, List<List<String>> terms) {
        addition.back(Traced.named(dy, Traced.gradients(sums)));
        for (List<String> term : terms) {
            kept.addAll(Traced.gradients(term));
            IntStream.range(0, term.size())
                    .forEach(part -> zeroSums.add(List.of("d" + sums.get(part)), "d" + term.get(part)));
        }
    }

    private <X extends TensorTree<X>> Gradient<X> joined(
            Fork fork, List<Gradient<X>> ways, X total, List<String> symbols) {
        List<List<NamedTensor>> shares = IntStream.range(0, symbols.size())
                .mapToObj(part -> ways.stream()
                        .map(way -> Traced.named(way.value(), way.symbols()).get(part))
                        .toList())
                .toList();
        fork.back(shares, Traced.named(total, symbols));
        kept.addAll(symbols);
        IntStream.range(0, symbols.size())
                .forEach(part -> zeroSums.add(
                        shares.get(part).stream().map(NamedTensor::name).toList(), symbols.get(part)));
        return new Gradient<>(total, symbols);
    }

    private <A extends TensorTree<A>, X extends TensorTree<X>, Y extends TensorTree<Y>> Traced<A, Y> held(
            Held<A, X, Y> held, A a, List<Input> in, boolean isLast) {
        Placement<A, X> placement = placement(held, a);
        if (!placement.isPlain()) {
            return layer(held, a, in, isLast);
        }
        List<Integer> several = placement.several();
        Fork fork = new Fork(
                next(),
                several.stream()
                        .map(part -> Traced.named(a, Input.symbols(in)).get(part))
                        .toList(),
                several.stream().map(in::get).toList());
        int number = next();
        if (!several.isEmpty()) {
            layers.add(fork);
        }
        int own = next();
        List<NamedTensor> parts = placement.inputs().parts();
        List<String> names = NetworkSymbols.inputs(held.operator(), placement.inputs());
        List<Input> inputs = IntStream.range(0, parts.size())
                .mapToObj(j -> placement.from(j) >= 0
                        ? in.get(placement.from(j))
                        : new Input(parameters.symbol(names.get(j), parts.get(j), own), true))
                .toList();
        Traced<X, Y> full = trace(held.operator(), placement.inputs(), inputs, isLast);
        return new Traced<>(full.output(), full.symbols(), (dy, wanted) -> {
            Gradient<X> d = full.back().apply(dy, placement.wanted(wanted, inputs, parameters, own));
            List<NamedTensor> gradients = Traced.named(d.value(), d.symbols());
            kept.addAll(d.symbols());
            IntStream.range(0, parts.size())
                    .filter(j -> placement.from(j) < 0)
                    .forEach(j -> parameters.share(inputs.get(j).symbol(), gradients.get(j)));
            A gradient = Placement.part(held, d.value());
            List<String> symbols = placement.gradients(d.symbols(), NetworkSymbols.shares(a, number, wanted));
            List<NamedTensor> totals = Traced.named(gradient, symbols);
            fork.back(
                    several.stream()
                            .map(part -> placement.to(part).stream()
                                    .map(gradients::get)
                                    .toList())
                            .toList(),
                    several.stream().map(totals::get).toList());
            kept.addAll(symbols);
            return new Gradient<>(gradient, symbols);
        });
    }

    private <A extends TensorTree<A>, X extends TensorTree<X>> Placement<A, X> placement(Held<A, X, ?> held, A a) {
        try {
            return Placement.of(held, a);
        } catch (IllegalArgumentException e) {
            throw misfit(WorkedExample.title(held.operator()), e);
        }
    }

    static boolean isComposed(Operator<?, ?> operator) {
        return operator instanceof Chain
                || operator instanceof Addition
                || operator instanceof Residual
                || operator instanceof Held;
    }

    private <X extends TensorTree<X>, Y extends TensorTree<Y>> Traced<X, Y> layer(
            Operator<X, Y> operator, X x, List<Input> inputs, boolean isLast) {
        int number = next();
        Operator.Pass<X, Y> pass = pass(operator, x);
        Y output = Objects.requireNonNull(
                pass.output(), () -> "WorkedExample: the output of layer " + number + " is null");
        List<String> symbols =
                LayerSymbols.distinct(NetworkSymbols.outputs(operator, output, number, isLast), Input.symbols(inputs));
        kept.addAll(symbols);
        OperatorLayer<X, Y> layer = new OperatorLayer<>(number, operator, pass, x, inputs, symbols);
        layers.add(layer);
        return new Traced<>(output, symbols, (dy, wanted) -> {
            List<String> names = NetworkSymbols.inputs(operator, x);
            List<String> gradients = LayerSymbols.distinct(
                    IntStream.range(0, inputs.size())
                            .mapToObj(j ->
                                    wanted.get(j).isEmpty() ? LayerSymbols.share(names.get(j), number) : wanted.get(j))
                            .toList(),
                    Traced.gradients(symbols));
            kept.addAll(gradients);
            zeroSums.back(operator, x.parts(), gradients, symbols).ifPresent(layer::isZero);
            return new Gradient<>(layer.back(dy, gradients), gradients);
        });
    }

    private <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator.Pass<X, Y> pass(Operator<X, Y> operator, X x) {
        try {
            return Objects.requireNonNull(
                    operator.forward(x), () -> "WorkedExample: the pass of layer " + next() + " is null");
        } catch (IllegalArgumentException e) {
            String shapes = x.parts().stream()
                    .map(part -> (part.name() + " " + part.tensor().shape()).strip())
                    .collect(Collectors.joining(", "));
            throw misfit(WorkedExample.title(operator) + ", on " + shapes, e);
        }
    }

    private IllegalArgumentException misfit(String layer, IllegalArgumentException cause) {
        String message = "WorkedExample: layer " + next() + ", " + layer + ": " + cause.getMessage();
        IllegalArgumentException misfit =
                cause instanceof ShapeException ? new ShapeException(message) : new IllegalArgumentException(message);
        misfit.initCause(cause);
        return misfit;
    }

    /** A tensor of its own, which can be told from any other. */
    static Tensor marked(Tensor tensor) {
        return tensor.reshape(tensor.shape());
    }
}
