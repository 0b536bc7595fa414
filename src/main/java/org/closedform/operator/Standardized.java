package org.closedform.operator;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.ChannelMoments;
import org.closedform.kernel.GroupGradient;
import org.closedform.kernel.Moment;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/**
 * The numbers of x, minus the mean of their group, divided by its deviation: x̂ = s (x − μ), s = 1/√(variance + ε).
 *
 * <p>Its Jacobian s P, with P v = v − mean(v) − x̂ mean(x̂ v), is symmetric, so it takes tangents forward and gradients back. With
 * centre 0 there is no μ and no mean(v).
 *
 * @param each the constants that give the x̂ of each group
 */
record Standardized(Tensor x, NormLayout layout, Centre centre, Standardization[] each) {

    /** The centre of deviations. */
    enum Centre {
        MEAN,
        ZERO
    }

    static Standardized of(Tensor x, NormLayout layout, Centre centre, double epsilon) {
        Buffer numbers = layout.read(x);
        Moment[] moments = centre == Centre.MEAN
                ? ChannelMoments.of(numbers, layout.groups())
                : ChannelMoments.aboutZero(numbers, layout.groups());
        return new Standardized(
                x,
                layout,
                centre,
                Arrays.stream(moments)
                        .map(moment -> moment.standardization(layout.groups().length(), epsilon))
                        .toArray(Standardization[]::new));
    }

    /** x̂, in the order of the layout. */
    Buffer xHat() {
        return kernel().standardize(layout.read(x));
    }

    /** γ x̂ + β, with γ and β for the channels of the layout. */
    Buffer scaled(Buffer gamma, Buffer beta) {
        return kernel().forward(layout.read(x), layout.channels(), gamma, beta);
    }

    /** s P v. */
    Buffer differentiate(Buffer v) {
        return backward(v).dx();
    }

    /** s P (γ dy), with γ for the channels of the layout, in a given buffer. */
    Buffer differentiate(Buffer gamma, Buffer dy, Buffer target) {
        GroupGradient gradient = new GroupGradient(kernel(), layout.scaling(), centre == Centre.MEAN);
        // with a factor for each number of a group, as in layer norm, two steps are as fast
        boolean isWorthwhile =
                dy.size() >= GroupGradient.WORTHWHILE && layout.channels().inner() > 1;
        if (isWorthwhile && gradient.differentiate(layout.read(x), gamma, dy, target)) {
            return target;
        }
        Buffer v = layout.scaling().multiply(gamma, dy, target);
        return backward(v, v).dx();
    }

    /** s P v, and Σ x̂ v of each group. */
    private BatchNormalization.Gradient backward(Buffer v) {
        return backward(v, v.ofSize(v.size()));
    }

    private BatchNormalization.Gradient backward(Buffer v, Buffer target) {
        Buffer numbers = layout.read(x);
        return centre == Centre.MEAN
                ? kernel().backward(numbers, perGroup(group -> 1), v, target)
                : kernel().backwardAboutZero(numbers, perGroup(group -> 1), v, target);
    }

    /**
     * The derivative of s P g as x moves along v: −s² (mean(x̂ v) P g + mean(x̂ g) P v + mean(g P v) x̂), since ṡ = −s² mean(x̂ v)
     * and the derivative of x̂ is s P v.
     */
    Tensor curvature(Buffer g, Buffer v) {
        BatchNormalization.Gradient ofG = backward(g);
        BatchNormalization.Gradient ofV = backward(v);
        Buffer products = NormLayout.scaling(layout.groups()).sums(ofV.dx(), g).dGamma();
        return times(ofG.dx(), ofV.dGamma()).plus(times(ofV.dx(), ofG.dGamma())).plus(times(xHat(), products));
    }

    /** Numbers times −s/n times the sum of their group. */
    private Tensor times(Buffer numbers, Buffer sums) {
        double n = layout.groups().length();
        Buffer factors = perGroup(group -> -each[group].slope() * (sums.at(group) / n));
        Buffer product = NormLayout.scaling(layout.groups()).forward(numbers, factors, perGroup(group -> 0));
        return layout.tensor(product);
    }

    /** A number of the type of x for each group. */
    private Buffer perGroup(IntToDoubleFunction f) {
        return Storage.of(layout.perGroup(f).to(x.elementType()));
    }

    private BatchNormalization kernel() {
        return new BatchNormalization(layout.groups(), each);
    }
}
