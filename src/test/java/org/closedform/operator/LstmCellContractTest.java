package org.closedform.operator;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.OperatorContract;

/** A cell keeps the operator contract, and a batch is a loop over its sequences. */
class LstmCellContractTest extends OperatorContract<LstmCell.Inputs, LstmCell.Output> {
    @Override
    protected Arbitrary<Case<LstmCell.Inputs, LstmCell.Output>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(Arbitraries.longs(), length, length, length).as((seed, batch, features, hidden) -> {
            LstmCell.Inputs in = RecurrentCases.cell(seed, type, batch, features, hidden);
            return new Case<>(new LstmCell(), in, rows(in), 200);
        });
    }

    private static List<Case<LstmCell.Inputs, LstmCell.Output>> rows(LstmCell.Inputs in) {
        return IntStream.range(0, in.x().shape().dimension(0))
                .mapToObj(n -> Case.of(
                        new LstmCell(),
                        new LstmCell.Inputs(
                                in.x().slice(0, n, n + 1),
                                in.h().slice(0, n, n + 1),
                                in.c().slice(0, n, n + 1),
                                in.parameters())))
                .toList();
    }
}
