package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.ZLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One small network with all its numbers: Linear, BatchNorm, Sigmoid, Linear, cross-entropy. The expected ones were computed with 50
 * digits, and the gradients by numerical differentiation of the loss, not by any backward.
 */
class NetworkNumbersTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, 2}, {-1, 0.5}, {0, -1}, {2, 1}});

    private static Operator<Tensor, Tensor> linear(Tensor weight, Tensor bias) {
        return new Linear().holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
    }

    static Operator<Tensor, Tensor> network() {
        Tensor w1 = Tensor.of(new double[][] {{0.5, -1}, {1, 0.25}});
        Tensor gamma = Tensor.of(1.5, -0.5);
        Tensor beta = Tensor.of(0.25, 0.5);
        Tensor w4 = Tensor.of(new double[][] {{1, -1}, {0.5, 2}, {-1, 0}});
        return linear(w1, Tensor.of(0.1, -0.2))
                .then(new BatchNorm().holding(x -> new BatchNorm.Inputs(x, gamma, beta), BatchNorm.Inputs::x))
                .then(new Sigmoid())
                .then(linear(w4, Tensor.of(0, 0.3, -0.1)))
                .then(CrossEntropyLoss.onLogits(Labels.of(0, 2, 1, 0)));
    }

    private final WorkedExample example = WorkedExample.of(network(), X);

    private void expect(String symbol, Tensor expected) {
        Tensor value = example.value(symbol);
        assertTrue(
                value.reshape(expected.shape()).isClose(expected, 1e-13, 1e-15),
                () -> symbol + " is " + value + ", but expected is " + expected);
    }

    @Test
    void haveTheValuesComputedWith50Digits() {
        expect("u₁", Tensor.of(new double[][] {{-1.5, 1.5}, {-1.0, -0.875}, {1.0, -0.25}, {0, 2.25}}));
        expect("a₁", Tensor.of(new double[][] {{-1.4, 1.3}, {-0.9, -1.075}, {1.1, -0.45}, {0.1, 2.05}}));
        expect("μ₂", Tensor.of(new double[] {-0.275, 0.45625}));
        expect("v₂", Tensor.of(new double[] {0.921875, 1.6044921875}));
        expect("x̂₂", Tensor.of(new double[][] {
            {-1.1716938438949867, 0.66610643476200552},
            {-0.65094102438610371, -1.2088598260495656},
            {1.4320702536494282, -0.7154476521517837},
            {0.39056461463166222, 1.2582010434393438}
        }));
        expect("a₂", Tensor.of(new double[][] {
            {-1.50754076584248, 0.16694678261899724},
            {-0.72641153657915556, 1.1044299130247828},
            {2.3981053804741422, 0.85772382607589185},
            {0.83584692194749334, -0.12910052171967188}
        }));
        expect("a₃", Tensor.of(new double[][] {
            {0.18130353753366171, 0.54164002732481879},
            {0.32598268444080615, 0.75108921733053567},
            {0.91668271515354424, 0.70218487711241513},
            {0.69758980947508763, 0.46776962230029442}
        }));
        expect("a₄", Tensor.of(new double[][] {
            {-0.36033648979115708, 1.4739318234164684, -0.28130353753366171},
            {-0.42510653288972952, 1.9651697768814744, -0.42598268444080615},
            {0.21449783804112911, 2.1627111118016024, -1.0166827151535442},
            {0.22982018717479321, 1.5843341493381327, -0.79758980947508763}
        }));
        expect("y₅", Tensor.of(new double[][] {
            {0.119863954077625, 0.75041448221118978, 0.12972156371118522},
            {0.07742554430550037, 0.84521671819088055, 0.077357737503619084},
            {0.12036463502944929, 0.84449518488521458, 0.035140180085336134},
            {0.19110191382700388, 0.74049644149498978, 0.068401644678006339}
        }));
        expect("ℓ₅", Tensor.of(new double[] {
            2.1213978953620292, 2.5593146745985566, 0.16901624448503744, 1.6549484129927351
        }));
        expect("L", Tensor.scalar(1.6261693068595896));
        expect("dx", Tensor.of(new double[][] {
            {-0.042674784281006841, 0.060278434587436299},
            {0.031230648519197803, -0.10765141170251433},
            {0.032465474018584992, -0.0009213958557171911},
            {-0.021021338256775954, 0.048294372970795221}
        }));
        expect("dW₁", Tensor.of(new double[][] {
            {-0.26089388405331574, -0.13044639670628602}, {0.014498832712901318, -0.057997858224632714}
        }));
        expect("db₁", Tensor.of(new double[] {0, 0}));
        expect("dγ₂", Tensor.of(new double[] {-0.033514844733274033, 0.20275877755809453}));
        expect("dβ₂", Tensor.of(new double[] {0.027997179056315399, 0.34313899950660902}));
        expect("dW₄", Tensor.of(new double[][] {
            {-0.14706881830763518, -0.17810578657022076},
            {0.19639825259302256, 0.31961907381288499},
            {-0.049329434285387376, -0.14151328724266424}
        }));
        expect("db₄", Tensor.of(new double[] {-0.37281098819010536, 0.54515570669556867, -0.17234471850546331}));
        expect("da₁", Tensor.of(new double[][] {
            {-0.063064116140167119, -0.011142726210923281},
            {0.10263028785094558, -0.020084495406274988},
            {0.0080335683203230569, 0.028448689858423463},
            {-0.047599740031101519, 0.0027785317587748056}
        }));
        expect("da₂", Tensor.of(new double[][] {
            {-0.023550695489783164, 0.14777822917465906},
            {0.078146881166563332, 0.075389652006402375},
            {0.00014267036661505418, -0.022552384138655624},
            {-0.026741676987079823, 0.1425235024642032}
        }));
        expect("da₃", Tensor.of(new double[][] {
            {-0.15866259213199133, 0.59524125258618864},
            {0.35566904147433039, 0.40325197301906518},
            {0.0018680118466801109, -0.10784356631475503},
            {-0.12676287752587689, 0.57247274229074392}
        }));
        expect("da₄", Tensor.of(new double[][] {
            {-0.22003401148059375, 0.18760362055279745, 0.032430390927796305},
            {0.019356386076375092, 0.21130417954772014, -0.23066056562409523},
            {0.030091158757362322, -0.038876203778696356, 0.0087850450213340336},
            {-0.20222452154324903, 0.18512411037374744, 0.017100411169501585}
        }));
    }

    /** Every number of the file was held against its value with 50 digits. */
    @Test
    void readsLikeTheCommittedText() throws IOException {
        String committed = Files.readString(Path.of("src/test/resources/org/closedform/lesson/network.txt"));
        assertEquals(committed, example.fine().toText(4));
    }

    @Test
    void sectionsAreTheLayers() {
        assertEquals("Linear → BatchNorm → Sigmoid → Linear → CrossEntropyLoss", example.title());
        assertEquals(
                List.of("1. Linear", "2. BatchNorm", "3. Sigmoid", "4. Linear", "5. CrossEntropyLoss"),
                example.sections().stream().map(WorkedExample::title).toList());
        assertEquals(
                List.of("x", "W₁", "b₁", "γ₂", "β₂", "W₄", "b₄"),
                example.given().stream().map(NamedTensor::name).toList());
        assertEquals(
                List.of("a₁", "γ₂", "β₂"),
                example.sections().get(1).given().stream()
                        .map(NamedTensor::name)
                        .toList());
        assertEquals(
                List.of("dγ₂", "dβ₂", "da₁"),
                example.sections().get(1).backward().stream()
                        .map(Step::symbol)
                        .skip(4)
                        .toList());
    }

    @Test
    void aBiasBeforeBatchNormHasNoGradientAndTheStepSaysSo() {
        Step db = example.backward().stream()
                .filter(step -> step.symbol().equals("db₁"))
                .findFirst()
                .orElseThrow();
        assertTrue(db.note().contains("0 whatever the numbers"), db.note());
        String text = example.toText();
        assertTrue(text.contains("gradient of the bias: db₁_o = Σ_n da₁_no\n"), text);
        assertTrue(text.contains("What is left is rounding error.\n       [0.0, 0.0]\n"), text);
    }

    /** Of two samples batch norm makes ±1, so hardly anything of the gradient is left, and rounding is not small beside it. */
    @Test
    void aZeroByATheoremIsShownAsZeroBesideSmallGradients() {
        Tensor weight = Tensor.of(new double[][] {{1, -1}, {0.5, 2}});
        Tensor bias = Tensor.of(0, 1);
        Operator<Tensor, Tensor> network = new Linear()
                .holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x)
                .then(new BatchNorm()
                        .holding(x -> new BatchNorm.Inputs(x, Tensor.of(1, 2), Tensor.of(0, 0)), BatchNorm.Inputs::x))
                .then(new Sigmoid());
        String text = WorkedExample.of(network, Tensor.of(new double[][] {{1, 2}, {-1, 0.5}}))
                .toText();
        assertTrue(text.contains("What is left is rounding error.\n       [0.0, 0.0]\n"), text);
    }

    @Test
    void saysWhereAGradientGoes() {
        String text = example.toText();
        assertTrue(text.contains("∂C/∂a₃ is the upstream of layer 3.\n"), text);
    }

    @Test
    void softmaxUnfolds() {
        List<String> coarse =
                example.sections().get(4).forward().stream().map(Step::symbol).toList();
        List<String> fine = example.fine().sections().get(4).forward().stream()
                .map(Step::symbol)
                .toList();
        assertEquals(List.of("t₅", "y₅", "u₅", "v₅", "ℓ₅", "S₅", "N₅", "L"), coarse);
        assertEquals(List.of("t₅", "m₅", "d₅", "e₅", "Z₅", "y₅", "u₅", "v₅", "ℓ₅", "S₅", "N₅", "L"), fine);
        assertEquals(example.value("y₅"), example.fine().value("y₅"));
    }

    @Nested
    class SharedParts {
        private final Tensor x = Tensor.of(new double[][] {{1, -0.5}, {0.25, 2}});
        private final Tensor weight = Tensor.of(new double[][] {{0.5, -1}, {1, 0.25}});
        private final Operator<Tensor, Tensor> layer = new LinearWithoutBias()
                .holding(a -> new LinearWithoutBias.Inputs(a, weight), LinearWithoutBias.Inputs::x);

        @Test
        void aParameterOfTwoLayersIsOneAndItsGradientsAddUp() {
            WorkedExample twice = WorkedExample.of(layer.then(new Tanh()).then(layer), x);
            assertEquals(
                    List.of("x", "W₁"),
                    twice.given().stream().map(NamedTensor::name).toList());
            assertEquals(twice.value("dW₁′").plus(twice.value("dW₃")), twice.value("dW₁"));
            double step = 1e-6;
            Tensor moved = Tensor.generate(Shape.of(2, 2), at -> at[0] == 1 && at[1] == 0 ? step : 0);
            double slope = (loss(weight.plus(moved), twice) - loss(weight.minus(moved), twice)) / (2 * step);
            assertEquals(slope, twice.value("dW₁").at(1, 0), 1e-8);
        }

        private double loss(Tensor w, WorkedExample example) {
            Operator<Tensor, Tensor> one = new LinearWithoutBias()
                    .holding(a -> new LinearWithoutBias.Inputs(a, w), LinearWithoutBias.Inputs::x);
            return one.then(new Tanh())
                    .then(one)
                    .apply(x)
                    .dot(example.upstream().get(0).tensor());
        }

        @Test
        void aSoftmaxOfTwoLossesIsComputedOnce() {
            Operator<Tensor, Tensor> losses =
                    CrossEntropyLoss.onLogits(Labels.of(0, 1)).plus(ZLoss.of(1e-4));
            WorkedExample example = WorkedExample.of(losses, x);
            assertEquals(
                    1,
                    example.steps().stream()
                            .filter(step -> step.formula().contains("= softmax("))
                            .count());
            assertTrue(example.toText().contains("β₃ = 0.0001\n"), example.toText());
            assertTrue(
                    example.steps().stream().anyMatch(step -> step.formula().equals("L = L₂ + L₃")), example::toText);
        }

        @Test
        void aForkAddsGradientsUp() {
            WorkedExample residual = WorkedExample.of(layer.then(Operator.residual(new Tanh())), x);
            assertEquals(
                    List.of("1. LinearWithoutBias", "2. Fork", "3. Tanh", "4. Addition"),
                    residual.sections().stream().map(WorkedExample::title).toList());
            assertEquals(
                    List.of("a₄ = a₁ + a₃", "da₃ = da₄", "da₁ = da₄ + dx₃"),
                    residual.steps().stream()
                            .map(Step::formula)
                            .filter(formula -> formula.matches("d?a. = d?a. \\+ .*|da. = da."))
                            .toList());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesTheLayerAndTheShapes() {
            Operator<Tensor, Tensor> narrow = linear(Tensor.ones(Shape.of(2, 3)), Tensor.zeros(Shape.of(2)));
            Operator<Tensor, Tensor> chain = linear(Tensor.ones(Shape.of(2, 2)), Tensor.zeros(Shape.of(2)))
                    .then(new Sigmoid())
                    .then(narrow);
            String message = assertThrows(ShapeException.class, () -> WorkedExample.of(chain, X))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            "WorkedExample: layer 3, Linear, on x [4, 2], weight [2, 3], bias [2]: Linear: "),
                    message);
        }

        @Test
        void namesATermThatDoesNotFit() {
            Operator<Tensor, Tensor> wide = linear(Tensor.ones(Shape.of(3, 2)), Tensor.zeros(Shape.of(3)));
            assertEquals(
                    "WorkedExample: layer 4, Addition: Operator.residual: f(x) has shape [4, 3], but [4, 2] is needed",
                    assertThrows(
                                    ShapeException.class,
                                    () -> WorkedExample.of(new Sigmoid().then(Operator.residual(wide)), X))
                            .getMessage());
        }

        @Test
        void namesWhereAPartCannotBePlaced() {
            Operator<Tensor, Tensor> misplaced = new Sigmoid().holding(x -> x.reshape(3), d -> d);
            String message = assertThrows(ShapeException.class, () -> WorkedExample.of(new Tanh().then(misplaced), X))
                    .getMessage();
            assertTrue(message.startsWith("WorkedExample: layer 2, Sigmoid: "), message);
        }

        @Test
        void namesAnUpstreamThatDoesNotFit() {
            Operator<Tensor, Tensor> chain = new Sigmoid().then(new Softmax());
            assertEquals(
                    "WorkedExample: dy has shape [2], but [4, 2] is needed",
                    assertThrows(ShapeException.class, () -> WorkedExample.of(chain, X, Tensor.of(1, 2)))
                            .getMessage());
        }

        @Test
        void refusesDigitsOutOfRange() {
            assertEquals(
                    "WorkedExample: digits is 0; from 1 to 17 is right",
                    assertThrows(IllegalArgumentException.class, () -> example.toText(0))
                            .getMessage());
        }
    }
}
