package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/** A part of the flattened input that is checked. */
record InputPart(String name, Tensor tensor, int from) {
    private static final double SUM_SLACK = 1e-5;

    /** The parts to check, in order. Throws if one is outside the bounds. */
    static List<InputPart> of(FlatOperator<?, ?> f, Settings settings) {
        List<InputPart> all = new ArrayList<>();
        int from = 0;
        for (NamedTensor part : f.inputs()) {
            all.add(new InputPart(FlatOperator.name(part, "x"), part.tensor(), from));
            from += part.tensor().size();
        }
        Set<String> unknown = new TreeSet<>(settings.only());
        all.forEach(part -> unknown.remove(part.name));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("GradientCheck.only: the input has no part "
                    + String.join(", ", unknown) + "; it has "
                    + String.join(", ", all.stream().map(InputPart::name).toList()));
        }
        List<InputPart> wanted = all.stream()
                .filter(part -> settings.only().isEmpty() || settings.only().contains(part.name))
                .toList();
        wanted.forEach(part -> part.requireInside(settings));
        return wanted;
    }

    int size() {
        return tensor.size();
    }

    /** The root mean square of its elements. */
    double meanSize() {
        return tensor.norm() / Math.sqrt(Math.max(1, size()));
    }

    private void requireInside(Settings settings) {
        Domain domain = settings.domain();
        double[] values = tensor.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (!domain.contains(values[i])) {
                throw new IllegalArgumentException("GradientCheck.within: " + name + Direction.index(tensor.shape(), i)
                        + " is " + values[i] + ", outside the bounds " + domain.lower() + " to " + domain.upper());
            }
        }
        settings.simplexAxis().ifPresent(axis -> requireDistributions(axis, values));
    }

    private void requireDistributions(int axis, double[] values) {
        Storage.axis(tensor.shape(), "GradientCheck.alongSimplex: " + name, axis);
        double[] sums = tensor.sum(axis).toDoubleArray();
        for (double sum : sums) {
            if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
                throw new IllegalArgumentException("GradientCheck.alongSimplex: " + name + " sums to " + sum
                        + " along axis " + axis + "; a distribution sums to 1");
            }
        }
        for (double value : values) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException(
                        "GradientCheck.alongSimplex: " + name + " has a negative element, " + value);
            }
        }
    }
}
