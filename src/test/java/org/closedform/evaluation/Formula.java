package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** A function as a user writes it, number by number. */
@FunctionalInterface
interface Formula {
    /** As many numbers as there are outputs, from the elements of each input. */
    Node[] of(Tape tape, Node[][] in);

    /** Inputs with names. */
    record Inputs(List<NamedTensor> parts) implements TensorTree<Inputs> {
        @Override
        public Inputs rebuild(List<Tensor> tensors) {
            List<NamedTensor> rebuilt = new ArrayList<>();
            for (int i = 0; i < tensors.size(); i++) {
                rebuilt.add(new NamedTensor(parts.get(i).name(), tensors.get(i)));
            }
            return new Inputs(rebuilt);
        }

        /** And one more. */
        Inputs with(String name, Tensor tensor) {
            return new Inputs(Stream.concat(parts.stream(), Stream.of(new NamedTensor(name, tensor)))
                    .toList());
        }
    }

    static Inputs inputs(String name, Tensor tensor) {
        return new Inputs(List.of(new NamedTensor(name, tensor)));
    }

    /**
     * The case with a mistake for each slip of the formula. In float32 every number on the way is one; the inputs and outputs
     * are too, or are float64 all the same, so that nobody can tell from outside.
     */
    static Case<Inputs, Tensor> written(String name, Draw draw, Inputs drawn, Formula formula) {
        boolean single = draw.type() == FLOAT32;
        Inputs x = single && draw.random().nextBoolean() ? drawn.mapTensors(tensor -> tensor.to(FLOAT64)) : drawn;
        Tape tape = new Tape(single, "");
        formula.of(tape, leaves(tape, x));
        return Case.of(name, operator(formula, single, ""), x)
                .with(tape.slips().stream()
                        .map(slip -> new Mutant<>(
                                slip, Mistake.FORMULA, operator(formula, single, slip), Optional.<String>empty()))
                        .toList());
    }

    private static Operator<Inputs, Tensor> operator(Formula formula, boolean single, String slip) {
        return x -> {
            Tape tape = new Tape(single, slip);
            Node[][] in = leaves(tape, x);
            Node[] out = formula.of(tape, in);
            double[] y = Arrays.stream(out).mapToDouble(Node::value).toArray();
            ElementType type = x.parts().get(0).tensor().elementType();
            return Operator.Pass.of(
                    Tensor.of(y).to(type), dy -> gradients(x, in, tape.gradients(out, dy.toDoubleArray())), tangent -> {
                        double[] movements = tape.movements(tangent.parts().stream()
                                .flatMapToDouble(
                                        part -> Arrays.stream(part.tensor().toDoubleArray()))
                                .toArray());
                        return Tensor.of(Arrays.stream(out)
                                        .mapToDouble(node -> movements[node.index()])
                                        .toArray())
                                .to(type);
                    });
        };
    }

    private static Inputs gradients(Inputs x, Node[][] in, double[] gradients) {
        List<Tensor> dx = new ArrayList<>();
        for (int part = 0; part < in.length; part++) {
            double[] entries = Arrays.stream(in[part])
                    .mapToDouble(leaf -> gradients[leaf.index()])
                    .toArray();
            Tensor tensor = x.parts().get(part).tensor();
            dx.add(Tensor.of(tensor.shape(), entries).to(tensor.elementType()));
        }
        return x.rebuild(dx);
    }

    private static Node[][] leaves(Tape tape, Inputs x) {
        return x.parts().stream()
                .map(part -> tape.constants(part.tensor().toDoubleArray()))
                .toArray(Node[][]::new);
    }
}
