package org.closedform.operator;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.OperatorContract;

/** A recurrent layer with tanh keeps the operator contract, whichever way it goes. */
class RnnContractTest extends OperatorContract<Rnn.Inputs, Rnn.Output> {
    @Override
    protected Arbitrary<Case<Rnn.Inputs, Rnn.Output>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.longs(), length, length, length, length)
                .as((seed, steps, batch, features, hidden) -> new Case<>(
                        new Rnn(Rnn.Nonlinearity.TANH, RecurrentCases.traversal(seed, steps, batch)),
                        RecurrentCases.rnn(seed, type, steps, batch, features, hidden),
                        List.of(),
                        200 * steps));
    }
}
