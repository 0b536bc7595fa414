package org.closedform;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Shows a build how far the tests are: a line for every class, with those nested in it, as it ends; what failed, and why something was
 * skipped. Silent unless the system property {@code closedform.progress} is set, as the build does, and where a test runs tests.
 */
public final class Progress implements TestExecutionListener {
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private boolean isOutermost;
    private PrintStream out = new PrintStream(PrintStream.nullOutputStream());
    private TestPlan plan;
    private int tests;
    private long start;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        isOutermost = RUNNING.compareAndSet(false, true);
        if (isOutermost && Boolean.getBoolean("closedform.progress")) {
            out = System.out;
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        if (isOutermost) {
            RUNNING.set(false);
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            tests = 0;
            start = System.nanoTime();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        out.println("skipped: " + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Optional<Throwable> thrown = result.getThrowable();
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            executionSkipped(test, thrown.map(Throwable::getMessage).orElse("without a reason"));
        } else if (thrown.isPresent()) {
            out.println("FAILED: " + name(test));
            thrown.get().printStackTrace(out);
        }
        if (test.isTest()) {
            tests++;
        }
        if (isClass(test)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            out.println(String.format(Locale.ROOT, "%5.1f s %5d tests  %s", seconds, tests, name(test)));
        }
    }

    private boolean isClass(TestIdentifier test) {
        return plan.getParent(test).filter(this::isEngine).isPresent();
    }

    /** From the class down to the test. */
    private String name(TestIdentifier test) {
        return plan.getParent(test)
                .filter(parent -> !isEngine(parent))
                .map(parent -> name(parent) + " > " + test.getDisplayName())
                .orElse(test.getDisplayName());
    }

    private boolean isEngine(TestIdentifier test) {
        return plan.getParent(test).isEmpty();
    }
}
