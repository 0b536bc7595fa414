package org.closedform.lesson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.NamedTensor;

/**
 * Leaves out a step that computes what an earlier section has computed by the same formula from the same numbers, such as the softmax of
 * logits that two losses share: later steps then use the earlier symbol.
 */
final class SharedSteps {
    private final Set<String> kept;
    private final Map<String, Step> seen = new HashMap<>();

    /** @param kept symbols that are never left out: what comes out of layers, and gradients that go on */
    SharedSteps(Set<String> kept) {
        this.kept = kept;
    }

    /** A section in the making, and the symbols of earlier sections that stand for its own. */
    static final class Section {
        final Draft draft;
        List<Step> forward = List.of();
        List<Step> backward = List.of();
        final List<NamedTensor> given;
        final List<NamedTensor> upstream;
        private final Map<String, String> same = new LinkedHashMap<>();

        Section(Draft draft) {
            this.draft = draft;
            this.given = new ArrayList<>(draft.given());
            this.upstream = new ArrayList<>(draft.upstream());
        }

        WorkedExample example() {
            return new WorkedExample(draft.title(), given, forward, upstream, backward);
        }
    }

    void forward(Section section) {
        section.forward = without(section.draft.forward(), section);
    }

    void backward(Section section) {
        section.backward = without(section.draft.backward(), section);
    }

    private List<Step> without(List<Step> steps, Section section) {
        List<Step> all = new ArrayList<>();
        List<Step> own = new ArrayList<>();
        for (Step original : steps) {
            Step step = section.same.isEmpty() ? original : new Renaming(section.same, Map.of()).step(original);
            Step earlier = seen.get(key(step));
            if (earlier != null && isSame(step, earlier)) {
                section.same.put(step.symbol(), earlier.symbol());
                know(earlier, section);
            } else {
                all.add(step);
                own.add(step);
            }
        }
        own.forEach(step -> seen.putIfAbsent(key(step), step));
        return all;
    }

    private boolean isSame(Step step, Step earlier) {
        return !kept.contains(step.symbol())
                && (step.phase() == earlier.phase() || earlier.phase() == Phase.FORWARD)
                && step.value().equals(earlier.value());
    }

    private static void know(Step earlier, Section section) {
        NamedTensor known = new NamedTensor(earlier.symbol(), earlier.value());
        List<NamedTensor> among = earlier.phase() == Phase.FORWARD ? section.given : section.upstream;
        boolean isOwn = Traced.isAmong(earlier.symbol(), section.forward);
        if (!isOwn && among.stream().noneMatch(part -> part.name().equals(known.name()))) {
            among.add(known);
        }
    }

    /** The right side of the formula, or the name of what is just there. */
    private static String key(Step step) {
        int equals = step.formula().indexOf(" = ");
        return equals < 0 ? step.name() : step.formula().substring(equals);
    }

    /** A step with a sentence more in its note. */
    static Step noted(Step step, String sentence) {
        return new Step(
                step.phase(),
                step.symbol(),
                step.name(),
                step.formula(),
                step.latex(),
                (step.note() + " " + sentence).strip(),
                step.dependsOn(),
                step.value(),
                step.finer());
    }
}
