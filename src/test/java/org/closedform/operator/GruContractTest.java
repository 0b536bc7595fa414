package org.closedform.operator;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.OperatorContract;

/** A GRU keeps the operator contract, wherever it resets and whichever way it goes. */
class GruContractTest extends OperatorContract<Gru.Inputs, Gru.Output> {
    @Override
    protected Arbitrary<Case<Gru.Inputs, Gru.Output>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.of(Gru.Reset.class), Arbitraries.longs(), length, length, length, length)
                .as((reset, seed, steps, batch, features, hidden) -> new Case<>(
                        new Gru(reset, RecurrentCases.traversal(seed, steps, batch)),
                        RecurrentCases.gru(seed, type, steps, batch, features, hidden),
                        List.of(),
                        200 * steps));
    }
}
