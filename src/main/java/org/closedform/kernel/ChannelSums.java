package org.closedform.kernel;

/**
 * Two sums over the numbers of every channel: Σ (x − mean) and Σ (x − mean)², or Σ dy and Σ (x − mean)·dy.
 *
 * <p>They have one order, which depends on nothing but how many numbers a channel has, and suits SIMD lanes that run along a channel
 * and lanes that run across channels. Blocks of 1024 numbers; every sixteenth number of a block belongs to one class. The 64
 * numbers of a class are added as a tree of fours; the blocks, and at last the 16 classes, by compensated sums.
 *
 * <pre>{@code
 * t_k = x_k + x_k+d + x_k+2d + x_k+3d       x_k the k-th number of a class, d a quarter of how many there are, 16 in a whole block
 * u_k = t_k + t_k+4 + t_k+8 + t_k+12        k < 4
 * v   = u_0 + u_1 + u_2 + u_3
 * }</pre>
 */
final class ChannelSums {
    /** As many as the widest vector has lanes of float32. */
    static final int CLASSES = 16;

    /** How many numbers of a class a block has. */
    private static final int DEPTH = 64;

    /** How many numbers of a channel are added before what additions lose is kept. */
    static final int BLOCK = CLASSES * DEPTH;

    /** How many lines of numbers are added at once: the terms of t. */
    static final int LINES = 4;

    /** How many lanes each line has: that of a channel by itself, a quarter of a block of its numbers. */
    static final int LANES = BLOCK / LINES;

    /** Σ (x − mean) or Σ dy of each channel. */
    final double[] sums;

    /** Σ (x − mean)² or Σ (x − mean)·dy of each channel. */
    final double[] productSums;

    private ChannelSums(int count) {
        this.sums = new double[count];
        this.productSums = new double[count];
    }

    /** Of x − mean and (x − mean)². */
    static ChannelSums ofDeviations(Buffer x, Channels channels, Buffer mean) {
        ChannelSums sums = new ChannelSums(channels.count());
        if (x.isFloat64()) {
            Float64ChannelSums.addDeviations(x, channels, mean, sums);
        } else {
            Float32ChannelSums.addDeviations(x, channels, mean, sums);
        }
        return sums;
    }

    /** Of dy and (x − mean)·dy. */
    static ChannelSums ofProducts(Buffer x, Buffer dy, Channels channels, Buffer mean) {
        ChannelSums sums = new ChannelSums(channels.count());
        if (x.isFloat64()) {
            Float64ChannelSums.addProducts(x, dy, channels, mean, sums);
        } else {
            Float32ChannelSums.addProducts(x, dy, channels, mean, sums);
        }
        return sums;
    }

    /** The distance d for a block, with so many numbers of the channel left from its beginning on. */
    static int distance(int left) {
        int most = LINES * CLASSES;
        return left >= BLOCK ? DEPTH / LINES : (left + most - 1) / most;
    }

    /** Sets the sums of a channel: what was lost is added last. */
    void set(int channel, double sum, double lost, double productSum, double productLost) {
        sums[channel] = sum + lost;
        productSums[channel] = productSum + productLost;
    }
}
