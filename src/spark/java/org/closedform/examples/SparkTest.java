package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.loss.ClassShard;
import org.closedform.loss.LogNormalizer;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On two executors, however the data are cut, the bits are those of one place. */
class SparkTest {
    private static final List<DigitsData> BATCHES = DigitsData.load().shuffledBatches(32, new Random(1));
    private static final List<SoftmaxRegression> REGRESSIONS = BATCHES.stream()
            .map(batch -> new SoftmaxRegression(batch.images(), batch.labels()))
            .toList();
    private static final Parameters THETA = parameters();
    private static SparkCluster cluster;

    private static Parameters parameters() {
        Random random = new Random(3);
        return new Parameters(
                Tensor.draw(Shape.of(DigitsData.CLASSES, DigitsData.PIXELS), random::nextGaussian),
                Tensor.draw(Shape.of(DigitsData.CLASSES), random::nextGaussian));
    }

    @BeforeAll
    static void start() {
        cluster = new SparkCluster(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static <T> List<T> shuffled(List<T> list, long seed) {
        List<T> result = new ArrayList<>(list);
        Collections.shuffle(result, new Random(seed));
        return result;
    }

    @Test
    void bothExecutorsTakePart() {
        Set<String> executors =
                new HashSet<>(cluster.of(IntStream.range(0, 64).boxed().toList(), 64)
                        .map(i -> SparkCluster.executor())
                        .collect());
        assertEquals(2, executors.size(), executors::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void statisticsAreThoseOfAllRowsAtOnce(int partitions) {
        List<Tensor> rows = IntStream.range(0, BATCHES.size())
                .mapToObj(i -> BATCHES.get(i).images())
                .flatMap(images -> IntStream.range(0, 32).mapToObj(i -> images.take(0, i)))
                .toList();
        ExactStatistics expected = ExactStatistics.of(Tensor.concatenate(0, rows.toArray(Tensor[]::new)), 1);
        for (int seed = 0; seed < 2; seed++) {
            ExactStatistics actual = cluster.of(shuffled(rows, seed), partitions)
                    .treeAggregate(
                            ExactStatistics.none(DigitsData.PIXELS),
                            (sum, row) -> sum.merge(ExactStatistics.of(row, 1)),
                            ExactStatistics::merge);
            assertEquals(expected, actual);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void lossAndGradientAreThoseOfOnePlace(int partitions) {
        WeightedSum<SoftmaxRegression.Evaluation> expected =
                Batches.of(REGRESSIONS).sum(batch -> batch.evaluate(THETA));
        for (int seed = 0; seed < 2; seed++) {
            Batches batches = Batches.of(cluster.of(shuffled(REGRESSIONS, seed), partitions));
            WeightedSum<SoftmaxRegression.Evaluation> actual = batches.sum(batch -> batch.evaluate(THETA));
            assertEquals(expected, actual);
            assertEquals(expected.mean(), actual.mean());
        }
    }

    @Test
    void aTypedDataSetHasAnAggregator() {
        List<Tensor> images = BATCHES.stream().map(DigitsData::images).toList();
        ExactStatistics actual = SparkSession.builder()
                .sparkContext(cluster.context().sc())
                .getOrCreate()
                .createDataset(images, Encoders.javaSerialization(Tensor.class))
                .repartition(5)
                .select(new StatisticsAggregator(DigitsData.PIXELS).toColumn())
                .first();
        assertEquals(ExactStatistics.of(Tensor.concatenate(0, images.toArray(Tensor[]::new)), 1), actual);
    }

    @Test
    void theClassesMayBeSpreadToo() {
        Tensor logits = Tensor.draw(Shape.of(8, 100), new Random(5)::nextGaussian);
        Labels labels = Labels.of(0, 99, 5, 50, 77, 13, 42, 1);
        List<Integer> firsts = List.of(0, 17, 50, 90);
        List<Integer> ends = List.of(17, 50, 90, 100);
        List<Integer> shards = List.of(2, 0, 3, 1);
        LogNormalizer z = cluster.of(shards, 4)
                .map(i -> new ClassShard(logits.slice(1, firsts.get(i), ends.get(i)), firsts.get(i)).logNormalizer())
                .treeReduce(LogNormalizer::merge);
        Tensor losses = cluster.of(shards, 4)
                .map(i -> new ClassShard(logits.slice(1, firsts.get(i), ends.get(i)), firsts.get(i)).losses(labels, z))
                .reduce(Tensor::plus);
        ClassShard whole = new ClassShard(logits, 0);
        assertEquals(whole.logNormalizer(), z);
        assertEquals(whole.losses(labels, z), losses);
    }

    /** The first task that comes to one of the batches takes its executor down with it. */
    @Test
    void anExecutorThatDiesInTheMiddleChangesNothing(@TempDir Path folder) {
        String died = folder.resolve("died").toString();
        Tensor fatal = REGRESSIONS.get(REGRESSIONS.size() / 2).images();
        WeightedSum<SoftmaxRegression.Evaluation> actual = Batches.of(cluster.of(REGRESSIONS, 8))
                .sum(batch -> {
                    if (batch.images().equals(fatal) && isFirst(Path.of(died))) {
                        Runtime.getRuntime().halt(1);
                    }
                    return batch.evaluate(THETA);
                });
        assertTrue(Files.exists(Path.of(died)), "no executor died");
        assertEquals(Batches.of(REGRESSIONS).sum(batch -> batch.evaluate(THETA)), actual);
    }

    private static boolean isFirst(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void partsThatDoNotFitFailTheJobWithOneSentence() {
        List<Tensor> rows = List.of(Tensor.zeros(Shape.of(2, 3)), Tensor.zeros(Shape.of(2, 4)));
        SparkException failure = assertThrows(SparkException.class, () -> cluster.of(rows, 2)
                .map(part -> ExactStatistics.of(part, 1))
                .treeReduce(ExactStatistics::merge));
        StringWriter said = new StringWriter();
        failure.printStackTrace(new PrintWriter(said));
        assertTrue(said.toString().contains("ExactStatistics.merge: other has"), said::toString);
    }

    /** Kryo looks at fields, not at serial forms: it is told to leave these values to Java's own serialization. */
    public static final class Registrator implements KryoRegistrator {
        @Override
        public void registerClasses(Kryo kryo) {
            for (Class<?> type : List.of(ExactStatistics.class, WeightedSum.class, LogNormalizer.class)) {
                kryo.register(type, new JavaSerializer());
            }
        }
    }

    @Test
    void kryoIsToldToUseTheSerialForms() {
        ExactStatistics statistics = ExactStatistics.of(BATCHES.get(0).images(), 1);
        org.apache.spark.serializer.SerializerInstance kryo = new org.apache.spark.serializer.KryoSerializer(
                        new SparkConf(false).set("spark.kryo.registrator", Registrator.class.getName()))
                .newInstance();
        scala.reflect.ClassTag<ExactStatistics> tag = scala.reflect.ClassTag$.MODULE$.apply(ExactStatistics.class);
        assertEquals(statistics, kryo.deserialize(kryo.serialize(statistics, tag), tag));
    }
}
