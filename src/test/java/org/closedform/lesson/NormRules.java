package org.closedform.lesson;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.RmsNorm;
import org.closedform.tensor.Tensor;

/** What the formulas of norms come to. */
final class NormRules {
    private NormRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    static {
        rule("μ = (1/m) Σ_i x_i", a -> mean(a, a.get("x")));
        rule("μ", a -> ((BatchNormInference) a.operator).running().mean());
        rule("v", a -> ((BatchNormInference) a.operator).running().variance());
        rule("d_i = x_i − μ", a -> a.get("x").minus(ofGroups(a, a.get("μ"))));
        rule("v = (1/m) Σ_i d_i²", a -> mean(a, a.get("d").times(a.get("d"))));
        rule("s = √(v + ε)", a -> a.get("v").map(v -> Math.sqrt(v + epsilon(a))));
        rule("x̂_i = d_i / s", a -> a.get("d").dividedBy(ofGroups(a, a.get("s"))));
        rule("q = (1/m) Σ_i x_i²", a -> mean(a, a.get("x").times(a.get("x"))));
        rule("s = √(q + ε)", a -> a.get("q").map(v -> Math.sqrt(v + epsilon(a))));
        rule("x̂_i = x_i / s", a -> a.get("x").dividedBy(ofGroups(a, a.get("s"))));
        rule("y_i = γ_i x̂_i", a -> a.get("x̂").times(ofParameters(a, a.get("γ"))));
        rule("a = mean(dx̂)", a -> mean(a, a.get("dx̂")));
        rule("b_i = x̂_i · mean(dx̂ ⊙ x̂)", a -> a.get("x̂")
                .times(ofGroups(a, mean(a, a.get("dx̂").times(a.get("x̂"))))));
        rule(
                "c_i = dx̂_i − a − b_i",
                a -> a.get("dx̂").minus(ofGroups(a, a.get("a"))).minus(a.get("b")));
        rule("c_i = dx̂_i − b_i", a -> a.get("dx̂").minus(a.get("b")));
        rule("dx_i = c_i / s", a -> a.get("c").dividedBy(ofGroups(a, a.get("s"))));
        rule("dx_i = dx̂_i / s", a -> a.get("dx̂").dividedBy(ofGroups(a, a.get("s"))));
        for (String index : new String[] {"", "_i"}) {
            rule("u_i = γ" + index + " x̂_i", a -> a.get("x̂").times(ofParameters(a, a.get("γ"))));
            rule("y_i = u_i + β" + index, a -> a.get("u").plus(ofParameters(a, a.get("β"))));
            rule("dx̂_i = γ" + index + " dy_i", a -> a.get("dy").times(ofParameters(a, a.get("γ"))));
        }
        rule("dγ = Σ_i dy_i x̂_i", a -> a.get("dy").times(a.get("x̂")).sum(a.withoutChannels()));
        rule("dβ = Σ_i dy_i", a -> a.get("dy").sum(a.withoutChannels()));
        rule("dγ = Σ_n dy_n x̂_n", a -> overSamples(a, a.get("dy").times(a.get("x̂"))));
        rule("dβ = Σ_n dy_n", a -> overSamples(a, a.get("dy")));
    }

    private static double epsilon(Arithmetic a) {
        if (a.operator instanceof BatchNorm norm) {
            return norm.epsilon();
        }
        if (a.operator instanceof BatchNormInference norm) {
            return norm.epsilon();
        }
        if (a.operator instanceof LayerNorm norm) {
            return norm.epsilon();
        }
        if (a.operator instanceof RmsNorm norm) {
            return norm.epsilon();
        }
        return a.operator instanceof GroupNorm norm ? norm.epsilon() : ((InstanceNorm) a.operator).epsilon();
    }

    /** The axes of a sample's features; the subjects of this lesson have them last. */
    private static int features(Arithmetic a) {
        if (a.operator instanceof LayerNorm norm) {
            return norm.axes().size();
        }
        return a.operator instanceof RmsNorm norm ? norm.axes().size() : 0;
    }

    private static int groups(Arithmetic a) {
        return a.operator instanceof GroupNorm norm ? norm.groups() : a.shape.dimension(1);
    }

    private static boolean isOfGroups(Arithmetic a) {
        return a.operator instanceof GroupNorm || a.operator instanceof InstanceNorm;
    }

    private static Tensor mean(Arithmetic a, Tensor x) {
        if (features(a) > 0) {
            int[] axes = last(a);
            Tensor mean = x.mean(axes);
            for (int axis : axes) {
                mean = mean.expandDims(mean.rank());
            }
            return mean;
        }
        return isOfGroups(a) ? x.reshape(x.shape().dimension(0), groups(a), -1).mean(2) : x.mean(a.withoutChannels());
    }

    private static int[] last(Arithmetic a) {
        return IntStream.range(a.shape.rank() - features(a), a.shape.rank()).toArray();
    }

    private static Tensor ofGroups(Arithmetic a, Tensor statistics) {
        if (isOfGroups(a)) {
            int samples = a.shape.dimension(0);
            Tensor grouped = Tensor.ones(a.shape).reshape(samples, groups(a), -1);
            return grouped.times(statistics.expandDims(2)).reshape(a.shape);
        }
        return features(a) > 0 ? statistics : a.channels(statistics);
    }

    private static Tensor ofParameters(Arithmetic a, Tensor parameters) {
        return features(a) > 0 ? parameters : a.channels(parameters);
    }

    private static Tensor overSamples(Arithmetic a, Tensor x) {
        return x.sum(IntStream.range(0, a.shape.rank() - features(a)).toArray());
    }
}
