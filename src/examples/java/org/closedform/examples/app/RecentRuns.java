package org.closedform.examples.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** The training runs that were asked for last. A run that was forgotten starts again, with the same numbers. */
final class RecentRuns {
    private static final float LOAD = 0.75f;

    private final int most;
    private final Map<TrainingRun.Settings, TrainingRun> runs;

    /** @param most how many runs are remembered */
    RecentRuns(int most) {
        this.most = most;
        runs = new LinkedHashMap<>(most, LOAD, true);
    }

    synchronized TrainingRun of(TrainingRun.Settings settings) {
        TrainingRun run = runs.computeIfAbsent(settings, TrainingRun::new);
        if (runs.size() > most) {
            runs.remove(runs.keySet().iterator().next());
        }
        return run;
    }
}
