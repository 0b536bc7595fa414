package org.closedform.operator;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.OperatorContract;

/** An LSTM keeps the operator contract, whichever way it goes. */
class LstmContractTest extends OperatorContract<Lstm.Inputs, Lstm.Output> {
    @Override
    protected Arbitrary<Case<Lstm.Inputs, Lstm.Output>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.longs(), length, length, length, length)
                .as((seed, steps, batch, features, hidden) -> new Case<>(
                        new Lstm(RecurrentCases.traversal(seed, steps, batch)),
                        RecurrentCases.lstm(seed, type, steps, batch, features, hidden),
                        List.of(),
                        200 * steps));
    }
}
