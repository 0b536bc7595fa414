package org.closedform.examples;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.Tensor;

/** Statistics of the rows of a typed data set. */
final class StatisticsAggregator extends Aggregator<Tensor, ExactStatistics, ExactStatistics> {
    private static final long serialVersionUID = 1L;

    private final int channels;

    StatisticsAggregator(int channels) {
        this.channels = channels;
    }

    @Override
    public ExactStatistics zero() {
        return ExactStatistics.none(channels);
    }

    @Override
    public ExactStatistics reduce(ExactStatistics sum, Tensor rows) {
        return sum.merge(ExactStatistics.of(rows, 1));
    }

    @Override
    public ExactStatistics merge(ExactStatistics a, ExactStatistics b) {
        return a.merge(b);
    }

    @Override
    public ExactStatistics finish(ExactStatistics sum) {
        return sum;
    }

    /** The values are no beans and no rows: they travel in their own serial form. */
    @Override
    public Encoder<ExactStatistics> bufferEncoder() {
        return Encoders.javaSerialization(ExactStatistics.class);
    }

    @Override
    public Encoder<ExactStatistics> outputEncoder() {
        return bufferEncoder();
    }
}
