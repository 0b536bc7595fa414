package org.closedform.kernel;

/**
 * Scratch for {@link #LINES} lines of numbers x and their upstream dy, in their own element type. The numbers of a lane, one of each
 * line, are of the same channel, whose constants the lane has.
 *
 * <p>The JIT compiler makes SIMD code of every loop here: counted, over arrays with one index or at constant distances, without
 * branches. Sums of more than two terms are chains; of sums in pairs the compiler swaps some operands, and then finds no vectors.
 */
sealed interface ChannelBlock permits Float32ChannelBlock, Float64ChannelBlock {
    int LINES = 4;

    /** How many lanes each of four lines has: that of a channel by itself, a quarter of a block of its numbers. */
    int LANES = ChannelSums.BLOCK / LINES;

    /** Arrays that a thread keeps, so that a call allocates nothing but its result. */
    ThreadLocal<ChannelBlock> FLOAT64 = ThreadLocal.withInitial(Float64ChannelBlock::new);

    ThreadLocal<ChannelBlock> FLOAT32 = ThreadLocal.withInitial(Float32ChannelBlock::new);

    static ChannelBlock of(Buffer like) {
        return (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** Lanes as a loop takes them: whole vectors, of any processor, without a remainder. */
    static int whole(int lanes) {
        return (lanes + 63) & -64;
    }

    /** How many lanes a line by itself has, at most; all scratch together fits the first-level cache. */
    int width();

    /** A number of the element type. */
    double rounded(double number);

    /** Whether no square of a deviation overflowed, nor so many underflowed that the mean square is wrong. */
    boolean isRegular(double mean, double meanSquare);

    /** Whether a sum of upstreams or of their products with deviations neither overflowed nor lost digits to underflow. */
    boolean isRegular(double sum);

    /**
     * Sets the constants of lanes from … to.
     *
     * @return whether nothing that is made with these constants overflows or loses digits to underflow on its way
     */
    boolean set(int from, int to, double mean, double scale, double shift, double slope);

    /** Gives the constants of the first {@code width} lanes to the following ones, over and over. */
    void spread(int width, int lanes);

    /** Gives the means of the first line to the others. */
    void copyMeans(int lanes);

    /** Reads a line of x, and of dy if there is one: numbers that are neighbours. */
    void load(Buffer x, Buffer dy, int from, int count, int line);

    /** The same of one channel, from one of its numbers on. */
    void load(Buffer x, Buffer dy, Channels channels, int channel, int from, int count, int line);

    /** For lanes from … to of a line there are no more numbers: x is the mean and dy 0. */
    void pad(int line, int from, int to);

    /** Writes what {@link #normalize} or {@link #differentiate} made. */
    void store(Buffer result, int to, int count);

    /** The sums of x − mean or of dy. */
    LaneSums sums();

    /** The sums of (x − mean)² or of (x − mean)·dy. */
    LaneSums productSums();

    /** Adds all lines' x − mean to the sums, and (x − mean)² to the product sums. */
    void addDeviations(int lanes);

    /** Adds all lines' dy to the sums, and (x − mean)·dy to the product sums. */
    void addProducts(int lanes);

    /** y = (x − mean)·scale + shift of the first line. */
    void normalize(int lanes);

    /** The same from buffer to buffer, with the constants of the first lane. */
    void normalize(Buffer x, Buffer y, int from, int to);

    /** dx = scale·((dy − shift) − (x − mean)·slope) of the first line. */
    void differentiate(int lanes);

    /** The same from buffer to buffer, with the constants of the first lane. */
    void differentiate(Buffer x, Buffer dy, Buffer dx, int from, int to);
}
