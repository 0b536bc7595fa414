package org.closedform.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.closedform.evaluation.Formula.Inputs;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/** A function to a number, from the elements of each input, whose Hessian is known. */
@FunctionalInterface
interface Surface {
    Jet at(Jet[][] in);

    /** The numbers that a model makes of the elements of each input. */
    @FunctionalInterface
    interface Model {
        Jet[] at(Jet[][] in);
    }

    /** A number that is made of several. */
    @FunctionalInterface
    interface Loss {
        Jet of(Jet[] y);
    }

    /** ½ ‖y − t‖². */
    static Loss halfSquares(double... t) {
        return y -> {
            Jet[] squares = new Jet[y.length];
            Arrays.setAll(squares, j -> y[j].plus(-t[j]).square().times(0.5));
            return Jet.sum(squares);
        };
    }

    static Case<Inputs, Tensor> of(String name, Inputs x, Surface f) {
        return Case.of(name, operator(f, in -> hessian(f, in)), x).of(Derivative.CURVATURE);
    }

    /** The sum of two terms, of which the second may be forgotten. */
    static Case<Inputs, Tensor> sum(String name, Inputs x, Surface f, Surface term, Mistake cause) {
        Surface both = in -> f.at(in).plus(term.at(in));
        return of(name, x, both).with(List.of(mutant("the second term forgotten", cause, both, in -> hessian(f, in))));
    }

    /** A loss of a model, and its Gauss–Newton term alone. */
    static Case<Inputs, Tensor> composed(String name, Inputs x, Model model, Loss loss) {
        Surface f = in -> loss.of(model.at(in));
        double[][] right = hessian(f, x);
        int outputs = model.at(variables(x)).length;
        int from = 0;
        boolean downwards = false;
        boolean low = false;
        for (NamedTensor part : x.parts()) {
            int size = part.tensor().size();
            downwards |= Matrices.curvesDownwards(right, from, size);
            low |= outputs < size;
            from += size;
        }
        Mistake cause =
                downwards ? Mistake.GAUSS_NEWTON : low ? Mistake.GAUSS_NEWTON_UPWARDS : Mistake.GAUSS_NEWTON_HIDDEN;
        return of(name, x, f)
                .with(List.of(mutant("the Gauss–Newton term alone", cause, f, in -> gaussNewton(model, loss, in))));
    }

    /** A loss of a model that is linear around the point, whose Hessian is the Gauss–Newton matrix; JᵀJ in its place is a slip. */
    static Case<Inputs, Tensor> linearized(String name, Inputs x, Model model, Loss loss) {
        Jet[] y = model.at(variables(x));
        double[] point = Flat.numbers(x);
        Model linear = in -> {
            Jet[] z = joined(in);
            Jet[] moved = new Jet[y.length];
            Arrays.setAll(moved, j -> {
                Jet sum = z[0].times(0).plus(y[j].value());
                for (int i = 0; i < z.length; i++) {
                    sum = sum.plus(z[i].plus(-point[i]).times(y[j].slopes()[i]));
                }
                return sum;
            });
            return moved;
        };
        Surface f = in -> loss.of(linear.at(in));
        return of(name + ", Gauss–Newton", x, f)
                .with(List.of(mutant(
                        "JᵀJ for JᵀHJ",
                        Mistake.FORMULA,
                        f,
                        in -> gaussNewton(linear, Surface.halfSquares(values(y)), in))));
    }

    private static double[] values(Jet[] y) {
        return Arrays.stream(y).mapToDouble(Jet::value).toArray();
    }

    private static Mutant<Inputs, Tensor> mutant(String name, Mistake cause, Surface f, Hessian wrong) {
        return new Mutant<>(name, cause, operator(f, wrong), Optional.empty());
    }

    interface Hessian {
        double[][] at(Inputs x);
    }

    private static double[][] hessian(Surface f, Inputs x) {
        return f.at(variables(x)).bends();
    }

    /** Jᵀ H J. */
    private static double[][] gaussNewton(Model model, Loss loss, Inputs x) {
        Jet[] y = model.at(variables(x));
        double[][] h = loss.of(Jet.variables(values(y))).bends();
        return Matrices.of(Flat.numbers(x).length, (i, j) -> {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                for (int l = 0; l < y.length; l++) {
                    sum += y[k].slopes()[i] * h[k][l] * y[l].slopes()[j];
                }
            }
            return sum;
        });
    }

    private static Operator<Inputs, Tensor> operator(Surface f, Hessian hessian) {
        return x -> new Bent(x, f.at(variables(x)), hessian);
    }

    /** A value with its derivatives, of which the second may be wrong. */
    record Bent(Inputs x, Jet jet, Hessian hessian) implements Operator.Pass<Inputs, Tensor> {
        @Override
        public Tensor output() {
            return Tensor.scalar(jet.value());
        }

        @Override
        public Inputs backward(Tensor dy) {
            return Flat.like(x, jet.slopes()).times(dy.item());
        }

        @Override
        public Inputs curvature(Tensor dy, Inputs v) {
            return Flat.like(x, Matrices.times(hessian.at(x), Flat.numbers(v))).times(dy.item());
        }
    }

    private static Jet[][] variables(Inputs x) {
        Jet[] all = Jet.variables(Flat.numbers(x));
        Jet[][] parts = new Jet[x.parts().size()][];
        int from = 0;
        for (int p = 0; p < parts.length; p++) {
            int to = from + x.parts().get(p).tensor().size();
            parts[p] = Arrays.copyOfRange(all, from, to);
            from = to;
        }
        return parts;
    }

    private static Jet[] joined(Jet[][] parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(Jet[]::new);
    }
}
