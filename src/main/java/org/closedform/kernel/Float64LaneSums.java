package org.closedform.kernel;

import java.util.Arrays;

/** Float64 sums. */
final class Float64LaneSums implements LaneSums {
    private static final int LANES = ChannelBlock.LANES;
    private static final int QUARTER = LANES / 4;
    private static final int SIXTEENTH = LANES / 16;

    private final double[] part = Float64ChannelBlock.array(LANES);
    private final double[] block = Float64ChannelBlock.array(LANES);
    private final double[] sum = Float64ChannelBlock.array(LANES);
    private final double[] lost = Float64ChannelBlock.array(LANES);
    private final double[] quarter = Float64ChannelBlock.array(QUARTER);
    private final double[] moved = Float64ChannelBlock.array(LANES);
    private final double[] movedLost = Float64ChannelBlock.array(LANES);
    private final double[] total = Float64ChannelBlock.array(LANES);
    private final double[] totalLost = Float64ChannelBlock.array(LANES);
    private int parts;
    private int blocks;

    /** Where numbers are added, lane by lane. */
    double[] part() {
        return part;
    }

    @Override
    public void clear(int lanes) {
        parts = 0;
        blocks = 0;
        Arrays.fill(part, 0, lanes, 0);
    }

    @Override
    public void clearTotals(int lanes) {
        Arrays.fill(total, 0, lanes, 0);
        Arrays.fill(totalLost, 0, lanes, 0);
    }

    @Override
    public void closePart(int lanes) {
        if (parts++ == 0) {
            System.arraycopy(part, 0, block, 0, lanes);
        } else {
            add(part, block, lanes);
        }
        Arrays.fill(part, 0, lanes, 0);
    }

    @Override
    public void closeBlock(int lanes) {
        parts = 0;
        if (blocks++ == 0) {
            System.arraycopy(block, 0, sum, 0, lanes);
            Arrays.fill(lost, 0, lanes, 0);
        } else {
            addCompensated(block, sum, lost, lanes);
        }
    }

    @Override
    public void closePartAlong() {
        addQuarters(part, quarter);
        addSixteenths(quarter, block);
        parts = 1;
        Arrays.fill(part, 0, LANES, 0);
    }

    @Override
    public void addToTotals(int from, int lanes) {
        System.arraycopy(whole(), from, moved, 0, lanes);
        addCompensated(moved, total, totalLost, lanes);
        if (blocks > 1) {
            System.arraycopy(lost, from, movedLost, 0, lanes);
            add(movedLost, totalLost, lanes);
        }
    }

    /** Where what was added is, as long as not every part or block of it was closed. */
    private double[] whole() {
        return blocks > 0 ? sum : parts > 0 ? block : part;
    }

    @Override
    public void addToTotal(int lanes) {
        double[] added = whole();
        for (int lane = 0; lane < lanes; lane++) {
            double next = total[0] + added[lane];
            double taken = next - total[0];
            totalLost[0] += ((total[0] - (next - taken)) + (added[lane] - taken)) + (blocks > 1 ? lost[lane] : 0);
            total[0] = next;
        }
    }

    @Override
    public double total(int index) {
        return total[index] + totalLost[index];
    }

    private static void add(double[] x, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + x[i];
        }
    }

    private static void addCompensated(double[] x, double[] sum, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double next = sum[i] + x[i];
            double added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (x[i] - added));
            sum[i] = next;
        }
    }

    private static void addQuarters(double[] x, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER] + x[i + 2 * QUARTER] + x[i + 3 * QUARTER];
        }
    }

    private static void addSixteenths(double[] x, double[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = x[i] + x[i + SIXTEENTH] + x[i + 2 * SIXTEENTH] + x[i + 3 * SIXTEENTH];
        }
    }
}
