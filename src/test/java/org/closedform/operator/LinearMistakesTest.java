package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mistakes that people make in the backward of a layer do not get past the gradient check. */
class LinearMistakesTest {
    private static final int SIZE = 3;
    private static final int SAMPLES = 4;

    private enum Mistake {
        NONE,
        SIGN,
        WEIGHT_TRANSPOSED_IN_DX,
        DWEIGHT_TRANSPOSED,
        DWEIGHT_AS_MEAN,
        DBIAS_OF_ONE_SAMPLE,
        DBIAS_AS_MEAN
    }

    /** The weight is square, so that transposes fit. */
    @ParameterizedTest
    @CsvSource({
        "NONE, FLOAT64",
        "NONE, FLOAT32",
        "SIGN, FLOAT64",
        "SIGN, FLOAT32",
        "WEIGHT_TRANSPOSED_IN_DX, FLOAT64",
        "WEIGHT_TRANSPOSED_IN_DX, FLOAT32",
        "DWEIGHT_TRANSPOSED, FLOAT64",
        "DWEIGHT_TRANSPOSED, FLOAT32",
        "DWEIGHT_AS_MEAN, FLOAT64",
        "DWEIGHT_AS_MEAN, FLOAT32",
        "DBIAS_OF_ONE_SAMPLE, FLOAT64",
        "DBIAS_OF_ONE_SAMPLE, FLOAT32",
        "DBIAS_AS_MEAN, FLOAT64",
        "DBIAS_AS_MEAN, FLOAT32"
    })
    void isFound(Mistake mistake, ElementType type) {
        Operator<Linear.Inputs, Tensor> operator =
                Operator.of(new Linear()::apply, (in, y, dy) -> backward(in, dy, mistake));
        for (int seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Linear.Inputs in = new Linear.Inputs(
                    Tensor.draw(Shape.of(SAMPLES, SIZE), random::nextGaussian).to(type),
                    Tensor.draw(Shape.of(SIZE, SIZE), random::nextGaussian).to(type),
                    Tensor.draw(Shape.of(SIZE), random::nextGaussian).to(type));
            GradientReport report = GradientCheck.of(operator).at(in);
            assertEquals(
                    mistake == Mistake.NONE ? Verdict.PASS : Verdict.FAIL,
                    report.verdict(),
                    () -> mistake + " at " + in + "\n" + report);
        }
    }

    private static Linear.Inputs backward(Linear.Inputs in, Tensor dy, Mistake mistake) {
        Tensor dx = dy.matmul(
                mistake == Mistake.WEIGHT_TRANSPOSED_IN_DX ? in.weight().transpose() : in.weight());
        Tensor dWeight = mistake == Mistake.DWEIGHT_TRANSPOSED
                ? in.x().transpose().matmul(dy)
                : dy.transpose().matmul(in.x());
        Tensor dBias =
                switch (mistake) {
                    case DBIAS_OF_ONE_SAMPLE -> dy.select(0, 0);
                    case DBIAS_AS_MEAN -> dy.mean(0);
                    default -> dy.sum(0);
                };
        return new Linear.Inputs(
                mistake == Mistake.SIGN ? dx.negate() : dx,
                mistake == Mistake.DWEIGHT_AS_MEAN ? dWeight.dividedBy(SAMPLES) : dWeight,
                dBias);
    }
}
