package org.closedform.exercise;

import java.util.List;
import org.closedform.tensor.Tensor;

/** The numbers of the exercises: ordinary ones, ones where functions saturate, and ones where all is nearly alike. */
final class Batches {
    /** Four samples of three classes. */
    static final Tensor USUAL =
            Tensor.of(new double[][] {{0.5, -1, 2}, {1.5, 0.3, -0.7}, {-2, 0.8, 0.1}, {0.2, 1.1, -1.4}});

    private static final Tensor FAR = Tensor.of(new double[][] {{5, -3, 1}, {-4, 4.5, 0.5}, {2, 6, -5}, {-1, -5.5, 3}});
    private static final Tensor CLOSE =
            Tensor.of(new double[][] {{0.1, -0.2, 0.3}, {-0.3, 0.15, -0.1}, {0.25, 0.05, -0.15}, {-0.05, 0.2, 0.35}});

    /** Labels, one-hot. */
    static final Tensor LABELS = Tensor.of(new double[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {1, 0, 0}});

    /** Soft targets. */
    static final Tensor SOFT =
            Tensor.of(new double[][] {{0.1, 0.2, 0.7}, {0.6, 0.3, 0.1}, {0.2, 0.5, 0.3}, {0.05, 0.8, 0.15}});

    /** Distributions without a 0. */
    static final List<Sample> DISTRIBUTIONS =
            List.of(new Sample("usual numbers", SOFT), new Sample("one class nearly sure", Tensor.of(new double[][] {
                {0.9, 0.06, 0.04}, {0.03, 0.92, 0.05}, {0.08, 0.02, 0.9}, {0.95, 0.02, 0.03}
            })));

    /** What goes into an activation or a softmax. */
    static final List<Sample> LOGITS =
            List.of(new Sample("usual numbers", USUAL), new Sample("far from 0", FAR), new Sample("close to 0", CLOSE));

    /** A logit for each of five samples, and its label. */
    static final List<Sample> TWO_CLASSES = List.of(
            new Sample("usual numbers", Tensor.of(new double[][] {{0.4}, {-1.3}, {2.1}, {0.9}, {-0.6}})),
            new Sample("far from 0", Tensor.of(new double[][] {{5}, {-4}, {3.5}, {-2.5}, {4.2}})));

    static final Tensor YES_OR_NO = Tensor.of(new double[][] {{1}, {0}, {1}, {0}, {1}});

    /** Five samples of three features, no two of which have the same mean or deviation. */
    static final Tensor FEATURES = Tensor.of(
            new double[][] {{0.5, -1, 2.2}, {1.5, 0.3, -0.7}, {-2, 0.8, 0.1}, {0.2, 2.4, -1.4}, {-0.9, -0.4, 3.1}});

    static final List<Sample> BATCHES = List.of(
            new Sample("usual numbers", FEATURES),
            new Sample("a mean far from 0", FEATURES.times(0.5).plus(Tensor.of(4, -3, 6))));

    private Batches() {}
}
