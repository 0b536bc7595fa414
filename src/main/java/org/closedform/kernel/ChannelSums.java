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

    /** Adds what is in a block to its sums. */
    @FunctionalInterface
    private interface Addition {
        void apply(ChannelBlock block, int lanes);
    }

    private final Buffer x;
    private final Buffer dy;
    private final Channels channels;
    private final double[] mean;
    private final ChannelBlock block;
    private final Addition addition;

    final double[] sums;
    final double[] productSums;

    private ChannelSums(Buffer x, Buffer dy, Channels channels, double[] mean, Addition addition) {
        this.x = x;
        this.dy = dy;
        this.channels = channels;
        this.mean = mean;
        this.addition = addition;
        this.block = ChannelBlock.of(x);
        this.sums = new double[channels.count()];
        this.productSums = new double[channels.count()];
        if (channels.inner() == 1 && channels.count() > 1) {
            addAcross();
        } else {
            addAlong();
        }
    }

    /** Of x − mean and (x − mean)². */
    static ChannelSums ofDeviations(Buffer x, Channels channels, double[] mean) {
        return new ChannelSums(x, null, channels, mean, ChannelBlock::addDeviations);
    }

    /** Of dy and (x − mean)·dy. */
    static ChannelSums ofProducts(Buffer x, Buffer dy, Channels channels, double[] mean) {
        return new ChannelSums(x, dy, channels, mean, ChannelBlock::addProducts);
    }

    /** The distance d for a block, with so many numbers of the channel left from its beginning on. */
    private static int distance(int left) {
        int most = ChannelBlock.LINES * CLASSES;
        return left >= BLOCK ? DEPTH / ChannelBlock.LINES : (left + most - 1) / most;
    }

    /** Channels whose numbers are not neighbours: lanes of many channels, and of as many classes as there is room for. */
    private void addAcross() {
        int tiles = (channels.count() + ChannelBlock.LANES - 1) / ChannelBlock.LANES;
        int most = (channels.count() + tiles - 1) / tiles;
        for (int first = 0; first < channels.count(); first += most) {
            int width = Math.min(most, channels.count() - first);
            int rows = Math.min(CLASSES, Integer.highestOneBit(ChannelBlock.LANES / width));
            setMeans(first, width, rows * width);
            block.sums().clearTotals(width);
            block.productSums().clearTotals(width);
            for (int row = 0; row < CLASSES; row += rows) {
                addRows(first, width, row, rows);
            }
            for (int i = 0; i < width; i++) {
                sums[first + i] = block.sums().total(i);
                productSums[first + i] = block.productSums().total(i);
            }
        }
    }

    private void setMeans(int first, int width, int lanes) {
        for (int i = 0; i < width; i++) {
            block.set(i, i + 1, mean[first + i], 0, 0, 0);
        }
        block.spread(width, lanes);
        block.copyMeans(lanes);
    }

    /** Adds the numbers of some classes, which lie in neighbouring rows. */
    private void addRows(int first, int width, int row, int rows) {
        int lanes = rows * width;
        block.sums().clear(lanes);
        block.productSums().clear(lanes);
        for (int start = row; start < channels.outer(); start += BLOCK) {
            int distance = distance(channels.outer() - (start - row));
            for (int i = 0; i < Math.min(4, distance); i++) {
                for (int k = i; k < distance; k += 4) {
                    addLines(first, width, start + k * CLASSES, distance * CLASSES, rows);
                }
                if (channels.outer() > BLOCK / 4) {
                    block.sums().closePart(lanes);
                    block.productSums().closePart(lanes);
                }
            }
            closeBlock(lanes);
        }
        for (int i = 0; i < rows; i++) {
            block.sums().addToTotals(i * width, width);
            block.productSums().addToTotals(i * width, width);
        }
    }

    private void addLines(int first, int width, int row, int step, int rows) {
        for (int line = 0; line < ChannelBlock.LINES; line++) {
            int from = row + line * step;
            int count = Math.max(0, Math.min(rows, channels.outer() - from)) * width;
            block.load(x, dy, count == 0 ? 0 : channels.offset(from, first), count, line);
            block.pad(line, count, rows * width);
        }
        addition.apply(block, rows * width);
    }

    /** Channels by themselves: lanes of a quarter of a block. */
    private void addAlong() {
        int length = channels.length();
        for (int channel = 0; channel < channels.count(); channel++) {
            setMeans(channel, 1, CLASSES * distance(length));
            block.sums().clear(ChannelBlock.LANES);
            block.productSums().clear(ChannelBlock.LANES);
            for (int start = 0; start < length; start += BLOCK) {
                int lanes = CLASSES * distance(length - start);
                for (int line = 0; line < ChannelBlock.LINES; line++) {
                    int from = start + line * lanes;
                    int count = Math.max(0, Math.min(lanes, length - from));
                    block.load(x, dy, channels, channel, count == 0 ? 0 : from, count, line);
                    block.pad(line, count, lanes);
                }
                addition.apply(block, lanes);
                block.sums().closePartAlong();
                block.productSums().closePartAlong();
                closeBlock(CLASSES);
            }
            sums[channel] = total(block.sums());
            productSums[channel] = total(block.productSums());
        }
    }

    private void closeBlock(int lanes) {
        if (channels.length() > BLOCK) {
            block.sums().closeBlock(lanes);
            block.productSums().closeBlock(lanes);
        }
    }

    private static double total(LaneSums sums) {
        sums.clearTotals(1);
        sums.addToTotal(CLASSES);
        return sums.total(0);
    }
}
