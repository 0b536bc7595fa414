package org.closedform.gradient.measurement;

import java.util.List;
import org.closedform.tensor.NamedTensor;

/** What the channels are called: {@code y[0, 2]}, or nothing where there is only one. */
public record OutputNames(List<NamedTensor> outputs, boolean entrywise) {

    public String of(int channel) {
        int size = outputs.stream().mapToInt(part -> part.tensor().size()).sum();
        if (!entrywise || size == 1) {
            return "";
        }
        int rest = channel;
        int p = 0;
        while (rest >= outputs.get(p).tensor().size()) {
            rest -= outputs.get(p).tensor().size();
            p++;
        }
        NamedTensor part = outputs.get(p);
        return FlatOperator.name(part, "y") + Direction.index(part.tensor().shape(), rest);
    }
}
