package org.closedform.kernel;

/** The four arithmetic operations on runs of numbers; the result replaces the first operand. */
public enum Arithmetic {
    PLUS {
        @Override
        void apply(double[] x, double[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] += y[i];
            }
        }

        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] += y[i];
            }
        }
    },
    MINUS {
        @Override
        void apply(double[] x, double[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] -= y[i];
            }
        }

        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] -= y[i];
            }
        }
    },
    TIMES {
        @Override
        void apply(double[] x, double[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] *= y[i];
            }
        }

        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] *= y[i];
            }
        }
    },
    DIVIDED_BY {
        @Override
        void apply(double[] x, double[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] /= y[i];
            }
        }

        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                x[i] /= y[i];
            }
        }
    };

    abstract void apply(double[] x, double[] y, int count);

    abstract void apply(float[] x, float[] y, int count);

    /** Computes with the first {@code count} numbers of two buffers of the same type; the results replace those of x. */
    void apply(Buffer x, Buffer y, int count) {
        if (x.isFloat64()) {
            apply((double[]) x.array(), (double[]) y.array(), count);
        } else {
            apply((float[]) x.array(), (float[]) y.array(), count);
        }
    }
}
