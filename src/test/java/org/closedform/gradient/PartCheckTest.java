package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** What is said of a part: of which output, why it cannot be told, and where in a large one it is wrong. */
class PartCheckTest {

    /** The output named where x goes to (x, x), given two slopes. */
    private static Comparison ofTwo(double first, double second) {
        return GradientCheck.ofJacobian(x -> new double[] {x[0], x[0]}, x -> new double[][] {{first}, {second}})
                .at(new double[] {0.3})
                .comparisons()
                .get(0);
    }

    @Test
    void theOutputThatAgreesLeastIsNamed() {
        assertEquals("y[1]", ofTwo(1.001, 2).output());
        assertEquals("y[0]", ofTwo(2, 1.001).output());
        assertEquals("y[0]", ofTwo(1.001, 1).output());
        assertEquals("y[1]", ofTwo(1, 1.001).output());
        assertEquals(Verdict.PASS, ofTwo(1, 1).verdict());
    }

    @Test
    void withoutOutputsThereIsNothingToDisagree() {
        Operator<Tensor, Tensor> empty =
                Operator.of(x -> Tensor.zeros(Shape.of(0)), (x, y, dy) -> Tensor.zeros(x.shape()));
        GradientReport report = GradientCheck.of(empty).at(Tensor.of(1, 2));
        assertEquals(
                List.of(
                        new Comparison("x[0]", "", 0, 0, 0, Verdict.PASS),
                        new Comparison("x[1]", "", 0, 0, 0, Verdict.PASS)),
                report.comparisons());
    }

    private static List<String> diagnoses(Verdict expected, DoubleUnaryOperator f, double x) {
        GradientReport report = GradientCheck.of(new Elementwise(f, v -> 1)).at(Tensor.of(x));
        assertEquals(expected, report.verdict(), report::toString);
        return report.diagnoses().stream().map(Diagnosis::name).toList();
    }

    @Test
    void whyItCannotBeToldIsSaid() {
        assertEquals(List.of(), diagnoses(Verdict.PASS, v -> v, 1));
        assertEquals(
                List.of("no differences"),
                diagnoses(
                        Verdict.INCONCLUSIVE,
                        v -> {
                            if (v != 2) {
                                throw new IllegalArgumentException("defined at 2 alone");
                            }
                            return v;
                        },
                        2));
        DoubleUnaryOperator sigmoid = v -> 1 / (1 + StrictMath.exp(-v));
        DoubleUnaryOperator logit = v -> StrictMath.log(sigmoid.applyAsDouble(v) / (1 - sigmoid.applyAsDouble(v)));
        assertEquals(List.of("hidden by rounding"), diagnoses(Verdict.INCONCLUSIVE, logit, 28.4337));
    }

    record Layer(Tensor bias, Tensor weight) implements TensorTree<Layer> {}

    private static final int WRONG = 700;

    /** weight², whose backward is wrong at one of 1200 elements. */
    private static final Operator<Layer, Tensor> SQUARES =
            Operator.of(in -> in.weight().times(in.weight()).plus(in.bias().sum()), (in, y, dy) -> {
                double[] dWeight = dy.times(in.weight()).times(2).toDoubleArray();
                dWeight[WRONG] *= 1.5;
                return new Layer(Tensor.full(in.bias().shape(), dy.sum().item()), Tensor.of(dWeight));
            });

    private static final Layer AT = new Layer(Tensor.of(1, 2, 3), Tensor.generate(Shape.of(1200), i -> 1 + i[0] % 7));

    @Test
    void aMistakeInALargePartIsFollowedToItsElementWhereverThePartBegins() {
        GradientReport report = GradientCheck.of(SQUARES).at(AT);
        assertEquals(Verdict.PASS, report.part("bias").verdict());
        List<Comparison> comparisons = report.part("weight").comparisons();
        assertEquals("weight along v1", comparisons.get(0).input());
        assertEquals("weight[700]", comparisons.get(4).input());
        assertEquals(Verdict.FAIL, comparisons.get(4).verdict());
        for (Comparison sampled : comparisons.subList(5, comparisons.size())) {
            assertEquals(Verdict.PASS, sampled.verdict(), sampled::name);
        }
        assertEquals(
                "only weight[700] of those looked at is wrong",
                report.diagnoses().get(0).cause());
    }

    @Test
    void itIsDiagnosedByThatElementAndSomeMore() {
        List<int[]> offsets = new ArrayList<>();
        Hypothesis look = evidence -> {
            offsets.add(evidence.offsets());
            return Optional.empty();
        };
        GradientCheck.of(SQUARES).only("weight").hypotheses(List.of(look)).at(AT);
        int[] looked = offsets.get(0);
        assertEquals(WRONG, looked[0]);
        assertTrue(looked.length > 8 && looked.length <= 13, () -> looked.length + " elements");
    }

    @Test
    void theListenerIsToldOfEveryDirection() {
        List<Progress> heard = new ArrayList<>();
        GradientCheck.of(SQUARES).only("weight").listener(heard::add).at(AT);
        assertEquals(4, heard.size());
        assertEquals(List.of(1, 2, 3, 4), heard.stream().map(Progress::done).toList());
        assertEquals(4, heard.get(0).total());
        assertEquals("weight", heard.get(0).part());
    }
}
