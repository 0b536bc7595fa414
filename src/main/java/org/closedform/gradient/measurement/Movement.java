package org.closedform.gradient.measurement;

/** How a channel moves along a path, as far as ladders have seen. */
final class Movement {
    /** What moves by up to that many roundings in all may do so in stairs. */
    private static final double LAST_BITS = 64;

    private final Path path;
    private final int channel;

    private double farthest;
    private double closest = Double.POSITIVE_INFINITY;
    private double rise = Double.NaN;
    private double steepest;
    private double size;

    Movement(Path path, int channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes in how far another ladder saw it move. */
    void see(Ladder ladder) {
        closest = Math.min(closest, ladder.closestMove(channel));
        farthest = Math.max(farthest, ladder.movement(channel));
        rise = Double.isNaN(ladder.rise(channel)) ? rise : ladder.rise(channel);
        steepest = Math.max(steepest, ladder.steepest(channel));
        size = Math.max(size, ladder.largest(channel));
    }

    /** Whether the channel has not been seen to move by more than its last bits. */
    boolean isStill() {
        return farthest <= lastBits();
    }

    double lastBits() {
        return lastBits(path.size(channel));
    }

    /** How far terms of a size may move and seem to stand still. */
    double lastBits(double size) {
        return LAST_BITS * path.channels().epsilon(channel) * size;
    }

    /** Whether a channel that stands still should move, as far as it does, by no more than the rounding of the largest terms. */
    boolean isLost(Tableau tableau) {
        double still = Math.min(closest, tableau.top());
        return tableau.isFlat() && Math.abs(path.analytic(channel)) * still <= lastBits(path.largestTerms(channel));
    }

    /** Whether a measurement saw the channel stand still, which moves closer by, or should, by more than its last bits. */
    boolean isMissedBy(Tableau tableau) {
        double moves = Math.max(farthest, Math.abs(path.analytic(channel)) * tableau.step());
        return tableau.isFlat() && tableau.step() >= closest && moves > lastBits();
    }

    /** The slope at the smallest step at which it moved to both sides, up at one and down at the other; or NaN. */
    double rise() {
        return rise;
    }

    /** The steepest slope around, of steps as long as the scale of the path. */
    double steepest() {
        return steepest;
    }

    /** The largest absolute value of the channel so far. */
    double size() {
        return size;
    }
}
