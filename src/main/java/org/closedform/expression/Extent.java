package org.closedform.expression;

import java.util.Objects;

/** How many numbers a value has: along which axes it varies. Two values of any extent can be added; what is missing repeats. */
public enum Extent {
    /** One number for all. */
    NUMBER(false, false, "one number"),
    /** One number for each class, the same in all samples: γ, or a sum over the samples. */
    PER_CLASS(false, true, "one number for each class"),
    /** One number for each sample: a sum over the classes. */
    PER_SAMPLE(true, false, "one number for each sample"),
    /** One number for each sample and class. */
    WHOLE(true, true, "one number for each sample and class");

    private final boolean samples;
    private final boolean classes;
    private final String text;

    Extent(boolean samples, boolean classes, String text) {
        this.samples = samples;
        this.classes = classes;
        this.text = text;
    }

    static Extent of(boolean samples, boolean classes) {
        if (samples) {
            return classes ? WHOLE : PER_SAMPLE;
        }
        return classes ? PER_CLASS : NUMBER;
    }

    /**
     * {@return whether it varies along an axis}
     *
     * @param axis the axis
     */
    public boolean has(Axis axis) {
        return Objects.requireNonNull(axis, "Extent.has: axis is null") == Axis.SAMPLES ? samples : classes;
    }

    /**
     * {@return whether it repeats into another: it varies along none but the other's axes}
     *
     * @param other the larger extent
     */
    public boolean isWithin(Extent other) {
        Objects.requireNonNull(other, "Extent.isWithin: other is null");
        return (!samples || other.samples) && (!classes || other.classes);
    }

    /** The extent of a sum or product of two values. */
    Extent with(Extent other) {
        return of(samples || other.samples, classes || other.classes);
    }

    /** The extent of a sum along an axis. */
    Extent without(Axis axis) {
        return of(samples && axis != Axis.SAMPLES, classes && axis != Axis.CLASSES);
    }

    /** {@return in words: {@code one number for each sample}} */
    @Override
    public String toString() {
        return text;
    }
}
