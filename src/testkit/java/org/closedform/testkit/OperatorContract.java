package org.closedform.testkit;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What every operator keeps, over all points that jqwik can think of. A test class extends it and says where to look; it
 * inherits a test for each of the {@linkplain OperatorLaws laws}.
 *
 * <pre>{@code
 * class SwishContractTest extends OperatorContract<Tensor, Tensor> {
 *     protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
 *         return TensorArbitraries.shapes(1, 3)
 *                 .flatMap(shape -> TensorArbitraries.tensors(shape, type))
 *                 .map(x -> Case.rowwise(new Swish(), x));
 *     }
 * }
 * }</pre>
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 */
public abstract class OperatorContract<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    /** How many points at which differences tell nothing there may be for each point at which they do. */
    private static final int MOST_UNTOLD = 1;

    /**
     * An operator at a point.
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param operator the operator
     * @param x the point
     * @param rows the same for every index of the first axis of the input's first part, where the operator treats a batch as a
     *     loop over its rows; otherwise empty
     * @param gradientScale the size of the terms that the backward and the pushforward add up, which sets what rounding may do
     */
    public record Case<X extends TensorTree<X>, Y extends TensorTree<Y>>(
            Operator<X, Y> operator, X x, List<Case<X, Y>> rows, double gradientScale) {

        /**
         * A case that says nothing of rows, with terms around 1.
         *
         * @param <X> what goes into the operator
         * @param <Y> what comes out
         * @param operator the operator
         * @param x the point
         * @return the case
         */
        public static <X extends TensorTree<X>, Y extends TensorTree<Y>> Case<X, Y> of(Operator<X, Y> operator, X x) {
            return new Case<>(operator, x, List.of(), OperatorLaws.USUAL_GRADIENT_SCALE);
        }

        /**
         * A case of an operator for which a batch is a loop over its rows, with terms around 1.
         *
         * @param operator the operator
         * @param x the batch, of rank 1 or more
         * @return the case
         */
        public static Case<Tensor, Tensor> rowwise(Operator<Tensor, Tensor> operator, Tensor x) {
            return of(operator, x)
                    .rows(IntStream.range(0, x.shape().dimension(0))
                            .mapToObj(i -> of(operator, x.slice(0, i, i + 1)))
                            .toList());
        }

        /**
         * The same case, as a loop over rows.
         *
         * @param alone one case for each index of the first axis of the input's first part
         * @return the case
         */
        public Case<X, Y> rows(List<Case<X, Y>> alone) {
            return new Case<>(operator, x, alone, gradientScale);
        }

        /**
         * The same case of a backward that adds up terms of another size.
         *
         * @param scale about how large
         * @return the case
         */
        public Case<X, Y> gradientScale(double scale) {
            return new Case<>(operator, x, rows, scale);
        }

        @Override
        public String toString() {
            return LawsAtPoint.name(operator) + " at " + x;
        }
    }

    /** For subclasses. */
    protected OperatorContract() {}

    /**
     * Points to hold the operator to, with finite outputs and away from kinks. The operator may differ from case to case: its
     * settings are drawn like its input.
     *
     * @param type the element type of the tensors
     * @return the cases
     */
    protected abstract Arbitrary<Case<X, Y>> cases(ElementType type);

    /**
     * What the operator makes of NaN, infinities, ties and the like: none unless overridden.
     *
     * @return the statements to hold the operator to
     */
    protected List<SpecialValue<X, Y>> specialValues() {
        return List.of();
    }

    /**
     * How the backward is held against finite differences; to override for a function that is not defined everywhere.
     *
     * @param operator the operator of a case
     * @return the check
     */
    protected GradientCheck<X> gradientCheck(Operator<X, Y> operator) {
        return GradientCheck.of(operator);
    }

    /**
     * How the curvature is held against finite differences of the backward; to override as {@link #gradientCheck}.
     *
     * @param backward the backward of one upstream, as a function of x, whose own backward is the curvature
     * @return the check
     */
    protected GradientCheck<X> curvatureCheck(Operator<X, X> backward) {
        return GradientCheck.of(backward);
    }

    /**
     * For laws of your own: {@code @ForAll("casesOfBothTypes") Case<X, Y> c}.
     *
     * @return the cases of all element types
     */
    @Provide
    protected Arbitrary<Case<X, Y>> casesOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(this::cases);
    }

    private LawsAtPoint<X, Y> laws(Case<X, Y> c) {
        return new LawsAtPoint<>(c.operator, c.x, gradientCheck(c.operator), c.gradientScale);
    }

    private ForwardLaws<X, Y> forwardLaws(Case<X, Y> c) {
        return new ForwardLaws<>(c.operator, c.x, c.gradientScale);
    }

    private CurvatureLaws<X, Y> curvatureLaws(Case<X, Y> c) {
        return new CurvatureLaws<>(c.operator, c.x, this::curvatureCheck, c.gradientScale);
    }

    /** A sample that fails is reported as it is: a smaller one may hide the mistake in its rounding. */
    @Property(tries = 100, maxDiscardRatio = MOST_UNTOLD, shrinking = ShrinkingMode.OFF)
    void agreesWithFiniteDifferences(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        requirePasses(laws(c).differences());
    }

    /** Where differences tell nothing, as where rounding hides a derivative, another point is drawn; but not again and again. */
    private static void requirePasses(GradientReport report) {
        Assume.that(report.verdict() != Verdict.INCONCLUSIVE);
        report.assertPasses();
    }

    @Property(tries = 200)
    void gradientIsLikeTheInput(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).gradientIsLikeTheInput();
    }

    @Property(tries = 100)
    void outputHasTheElementTypeOfTheInput(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).outputHasTheElementTypeOfTheInput();
    }

    @Property(tries = 100)
    void applyIsTheOutputOfForward(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).applyIsTheOutputOfForward();
    }

    @Property(tries = 100)
    void sameInputGivesTheSameBits(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).sameInputGivesTheSameBits();
    }

    @Property(tries = 100)
    void aPassRemembersItsOwnPoint(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).aPassRemembersItsOwnPoint();
    }

    @Property(tries = 100)
    void inputsStayUntouched(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).inputsStayUntouched();
    }

    @Property(tries = 200)
    void backwardIsLinearInUpstream(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).backwardIsLinearInUpstream();
    }

    @Property(tries = 100)
    void anUpstreamUnlikeTheOutputIsRefused(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).anUpstreamUnlikeTheOutputIsRefused();
    }

    @Property(tries = 20)
    void manyThreadsGetTheSameBits(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).manyThreadsGetTheSameBits();
    }

    @Property(tries = 100)
    void aBatchIsALoopOverItsRows(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        laws(c).aBatchIsALoopOverItsRows(c.rows);
    }

    @Property(tries = 50)
    void pushforwardIsLikeTheOutput(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        forwardLaws(c).pushforwardIsLikeTheOutput();
    }

    @Property(tries = 100)
    void pushforwardIsLinearInTangent(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        forwardLaws(c).pushforwardIsLinearInTangent();
    }

    @Property(tries = 200)
    void pushforwardAndBackwardAreAdjoint(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        forwardLaws(c).pushforwardAndBackwardAreAdjoint();
    }

    @Property(tries = 50)
    void pushforwardGivesTheSameBits(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        forwardLaws(c).pushforwardGivesTheSameBits();
    }

    @Property(tries = 50)
    void aTangentUnlikeTheInputIsRefused(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        forwardLaws(c).aTangentUnlikeTheInputIsRefused();
    }

    @Property(tries = 50)
    void curvatureIsLikeTheInput(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).curvatureIsLikeTheInput();
    }

    @Property(tries = 100)
    void curvatureIsBilinear(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).curvatureIsBilinear();
    }

    @Property(tries = 200)
    void curvatureIsSymmetric(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).curvatureIsSymmetric();
    }

    @Property(tries = 50)
    void curvatureGivesTheSameBits(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).curvatureGivesTheSameBits();
    }

    @Property(tries = 50)
    void whatDoesNotFitACurvatureIsRefused(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).whatDoesNotFitIsRefused();
    }

    @Property(tries = 50, maxDiscardRatio = MOST_UNTOLD, shrinking = ShrinkingMode.OFF)
    void curvatureAgreesWithDifferences(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        curvatureLaws(c).differences().ifPresent(OperatorContract::requirePasses);
    }

    @Example
    void specialValuesAreAsStated() {
        specialValues().forEach(SpecialValue::assertHolds);
    }
}
