package org.closedform.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Estimate;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;

/** The verdict on each channel along one direction so far. Channels that need another measurement are open. */
final class ChannelJudgements {
    private final Estimate[] estimates;
    private final Judgement[] judgements;
    private final boolean[] open;

    /** All open. The largest derivative of the part says what counts as 0 beside it. */
    ChannelJudgements(Path path, Noise noise, double largestDerivative) {
        this.estimates = new Estimate[path.channels().count()];
        Arrays.setAll(estimates, k -> new Estimate(path, noise, k, largestDerivative));
        this.judgements = new Judgement[estimates.length];
        Arrays.setAll(judgements, k -> Judgement.of(estimates[k].measured()));
        this.open = new boolean[estimates.length];
        Arrays.fill(open, true);
    }

    Judgement of(int channel) {
        return judgements[channel];
    }

    Estimate estimate(int channel) {
        return estimates[channel];
    }

    boolean[] open() {
        return open;
    }

    /** Something to do with one channel after the other. */
    interface Action {
        void on(int channel);
    }

    void forOpen(Action action) {
        for (int k = 0; k < open.length; k++) {
            if (open[k]) {
                action.on(k);
            }
        }
    }

    /** Judges the open channels again, with one more measurement. */
    void take(Ladder ladder) {
        forOpen(k -> {
            estimates[k].take(ladder);
            judgeAnew(k);
        });
    }

    /** Judges a channel by its estimate alone. */
    void judgeAnew(int channel) {
        judgements[channel] = Judgement.of(estimates[channel].measured());
    }

    void replace(int channel, Judgement judgement) {
        judgements[channel] = judgement;
    }

    /** Closes channels at a corner, and channels that pass as sharply as they can. Returns whether any is still in doubt. */
    boolean close(boolean couldNotBeSharper) {
        boolean doubtful = false;
        for (int k = 0; k < open.length; k++) {
            Verdict verdict = judgements[k].verdict();
            boolean passes = verdict == Verdict.PASS && (couldNotBeSharper || judgements[k].isSharp());
            open[k] &= !passes && verdict != Verdict.KINK;
            doubtful |= open[k];
        }
        return doubtful;
    }

    /** Whether any open channel is not wrong beyond doubt. */
    boolean isUnsettled() {
        return IntStream.range(0, open.length).anyMatch(k -> open[k] && !judgements[k].isSettled());
    }

    /** The last step at which the disagreements of open channels show; 0 if there are none. */
    double lastStepToShow() {
        double last = 0;
        for (int k = 0; k < open.length; k++) {
            last = Math.max(last, open[k] ? estimates[k].lastStepToShow() : 0);
        }
        return last;
    }

    /** The largest disagreement, in error bars. */
    double disagreement() {
        double most = 0;
        for (Judgement judgement : judgements) {
            double bars = judgement.apart() / judgement.error();
            most = bars > most ? bars : most;
        }
        return most;
    }

    /** Whether differences confirm a channel's derivative roughly, and tell it from 0. */
    boolean tells() {
        return Arrays.stream(judgements).anyMatch(Judgement::isTold);
    }

    /** Of the channels that pass but cannot be told from 0, the one with the largest derivative in size; −1 if there is none. */
    int faintest() {
        return IntStream.range(0, judgements.length)
                .filter(k -> judgements[k].isFaint())
                .boxed()
                .max(Comparator.comparingDouble(k -> Math.abs(judgements[k].analytic())))
                .orElse(-1);
    }
}
