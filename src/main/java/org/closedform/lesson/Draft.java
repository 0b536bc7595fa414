package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import org.closedform.tensor.NamedTensor;

/**
 * The section of a layer, under the network's symbols, before it is compared with the other sections.
 *
 * @param title what is explained
 * @param given what the layer is given on the way forward
 * @param forward the way to its output
 * @param upstream what it is given on the way back
 * @param backward the way back
 * @param last how many of the steps back, at the end, are gradients of what comes from the layers before
 */
record Draft(
        String title,
        List<NamedTensor> given,
        List<Step> forward,
        List<NamedTensor> upstream,
        List<Step> backward,
        int last) {

    /** This section with one more step at the end of its way back. */
    Draft with(Step step, List<NamedTensor> from) {
        List<Step> steps = new ArrayList<>(backward);
        steps.add(steps.size() - last, step);
        List<NamedTensor> known = new ArrayList<>(upstream);
        known.addAll(from);
        return new Draft(title, given, forward, known, steps, last);
    }
}
