package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.closedform.operator.Elementwise;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points at the ends of what doubles hold, where steps might shrink to nothing or grow to infinity. */
class GradientCheckExtremesTest {

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-320, 1e300, Double.MAX_VALUE})
    void checksOfAWrongGradientComeToAnEnd(double x) {
        Elementwise wrong = new Elementwise(StrictMath::atan, v -> 1 + 1 / (1 + v * v));
        GradientReport report = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> GradientCheck.of(wrong).at(Tensor.of(x)));
        assertNotEquals(Verdict.PASS, report.verdict(), report::toString);
    }
}
