package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;
import org.closedform.Sweep;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds that the Javadoc of {@link Attention} states, of queries that are sure and of queries that are not. */
class AttentionAccuracyTest {
    private static final double BOUND = 4;

    @ParameterizedTest(name = "{0} queries, {1} keys of width {2}, deviation {3}")
    @CsvSource({
        "3, 5, 4, 1",
        "2, 40, 3, 0.3",
        "5, 3, 16, 3",
        "2, 4, 70, 1",
        "1, 150, 2, 1",
        "140, 2, 2, 1",
        "2, 6, 5, 8",
        "1, 600, 2, 1",
        "600, 2, 2, 0.1"
    })
    void everythingIsWithinSoManyUlpsOfItsTerms(int queries, int keys, int width, double deviation) {
        for (ElementType type : ElementType.values()) {
            SplittableRandom random = new SplittableRandom(keys);
            for (int i = 0; i < Sweep.FACTOR; i++) {
                Attention.Inputs in = draw(random, type, queries, keys, width, deviation);
                Attention.Inputs tangent = draw(random, type, queries, keys, width, 1);
                Tensor dy = draw(random, type, 1, queries, 3);
                check(in, tangent, dy);
            }
        }
    }

    private static Attention.Inputs draw(
            SplittableRandom random, ElementType type, int queries, int keys, int width, double deviation) {
        return new Attention.Inputs(
                draw(random, type, deviation, queries, width),
                draw(random, type, deviation, keys, width),
                draw(random, type, 1, keys, 3));
    }

    private static Tensor draw(SplittableRandom random, ElementType type, double deviation, int... dimensions) {
        return Tensor.draw(Shape.of(dimensions), () -> deviation * random.nextGaussian())
                .to(type);
    }

    private static void check(Attention.Inputs in, Attention.Inputs tangent, Tensor dy) {
        AttentionReference reference = AttentionReference.of(in);
        AttentionReference moved = AttentionReference.of(tangent);
        BigDecimal[][] upstream = AttentionReference.exact(dy);
        Operator.Pass<Attention.Inputs, Tensor> pass = new Attention().forward(in);
        double unit = 1 + reference.logits();
        assertWithin(BOUND * unit, "output", reference.output(), pass.output());
        assertWithin(BOUND * unit, "pushforward", reference.pushforward(moved), pass.pushforward(tangent));
        assertWithin(BOUND * unit, "gradient", reference.backward(upstream), pass.backward(dy));
        assertWithin(BOUND * unit, "curvature", reference.curvature(upstream, moved), pass.curvature(dy, tangent));
    }

    private static void assertWithin(
            double bound, String what, AttentionReference.Exact[] exact, Attention.Inputs found) {
        for (int i = 0; i < exact.length; i++) {
            assertWithin(
                    bound,
                    what + " of " + found.parts().get(i).name(),
                    exact[i],
                    found.parts().get(i).tensor());
        }
    }

    private static void assertWithin(double bound, String what, AttentionReference.Exact exact, Tensor found) {
        double worst = 0;
        for (int i = 0; i < exact.value().length; i++) {
            for (int j = 0; j < exact.value()[i].length; j++) {
                BigDecimal off = new BigDecimal(found.at(i, j))
                        .subtract(exact.value()[i][j])
                        .abs();
                BigDecimal ulp = Ulps.ulp(exact.size()[i][j], found.elementType());
                worst = Math.max(worst, off.divide(ulp, HighPrecision.DIGITS).doubleValue());
            }
        }
        String message = String.format(
                Locale.ROOT,
                "%s, %s: %.2f ulp of its terms, %.3f of what is stated",
                what,
                found.elementType(),
                worst,
                worst / bound);
        if (Sweep.FACTOR > 1) {
            System.out.println(message);
        }
        assertTrue(worst <= bound, message);
    }
}
