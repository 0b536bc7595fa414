package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A question that cannot be answered is told the parameter, what came and what would be right. */
class BadQueriesTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logits=1,2&target=0&derivation=right| shift is missing; needed is a number from -1000 to 1000.",
                "logits=1&shift=0&target=0&derivation=right| logits has 1 numbers, but from 2 to 10 are needed.",
                "logits=1,2,3,4,5,6,7,8,9,10,11&shift=0&target=0&derivation=right| logits has 11 numbers, but from 2 to 10 are needed.",
                "logits=1,cat&shift=0&target=0&derivation=right| number 2 of logits is \"cat\", but needed is a number from -1000 to 1000.",
                "logits=1,&shift=0&target=0&derivation=right| number 2 of logits is \"\", but needed is a number from -1000 to 1000.",
                "logits=1,NaN&shift=0&target=0&derivation=right| number 2 of logits is \"NaN\", but needed is a number from -1000 to 1000.",
                "logits=1,0x1p3&shift=0&target=0&derivation=right| number 2 of logits is \"0x1p3\", but needed is a number from -1000 to 1000.",
                "logits=1,1e999&shift=0&target=0&derivation=right| number 2 of logits is \"1e999\", but needed is a number from -1000 to 1000.",
                "logits=1,1000.5&shift=0&target=0&derivation=right| number 2 of logits is \"1000.5\", but needed is a number from -1000 to 1000.",
                "logits=1,2&shift=0&target=2&derivation=right| target is \"2\", but needed is an integer from 0 to 1.",
                "logits=1,2&shift=0&target=-1&derivation=right| target is \"-1\", but needed is an integer from 0 to 1.",
                "logits=1,2&shift=0&target=0.0&derivation=right| target is \"0.0\", but needed is an integer from 0 to 1.",
                "logits=1,2&shift=0&target=99999999999&derivation=right| target is \"99999999999\", but needed is an integer from 0 to 1.",
                "logits=1,2&shift=0&target=0&derivation=RIGHT| derivation is \"RIGHT\", but needed is one of right, sign, forgotten_target, factor, nearly.",
                "logits=1,2&logits=1,2&shift=0&target=0&derivation=right| logits came twice, but is needed once.",
                "logit=1,2&shift=0&target=0&derivation=right| The parameter \"logit\" is unknown here; there are logits, shift, target, derivation.",
                "logits| logits has 1 numbers, but from 2 to 10 are needed.",
                "&| The parameter \"\" is unknown here; there are logits, shift, target, derivation.",
                "%3Cb%3E%22=1| The parameter \"<b>\"\" is unknown here; there are logits, shift, target, derivation.",
            })
    void ofTheSoftmax(String query, String sentence) {
        assertRefused("/api/softmax?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target=1.5&count=4&q=0.5| target is \"1.5\", but needed is a number from 0 to 1.",
                "target=0.5&count=0&q=0.5| count is \"0\", but needed is an integer from 1 to 1000.",
                "target=0.5&count=4&q=1e-400x| q is \"1e-400x\", but needed is a number from 0 to 1.",
            })
    void ofTheLikelihood(String query, String sentence) {
        assertRefused("/api/likelihood?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start=10.5&rate=1| start is \"10.5\", but needed is a number from -10 to 10.",
                "start=-11&rate=1| start is \"-11\", but needed is a number from -10 to 10.",
                "start=4&rate=-1| rate is \"-1\", but needed is a number from 0 to 10.",
                "start=4&rate=1e2| rate is \"1e2\", but needed is a number from 0 to 10.",
                "start=4| rate is missing; needed is a number from 0 to 10.",
            })
    void ofTheSquaredError(String query, String sentence) {
        assertRefused("/api/squared-error?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "activation=swish&scale=1&depth=5&norm=true&residual=true&seed=1| activation is \"swish\", but needed is one of sigmoid, tanh, relu.",
                "activation=relu&scale=11&depth=5&norm=true&residual=true&seed=1| scale is \"11\", but needed is a number from 0 to 10.",
                "activation=relu&scale=-0.1&depth=5&norm=true&residual=true&seed=1| scale is \"-0.1\", but needed is a number from 0 to 10.",
                "activation=relu&scale=1&depth=0&norm=true&residual=true&seed=1| depth is \"0\", but needed is an integer from 1 to 100.",
                "activation=relu&scale=1&depth=101&norm=true&residual=true&seed=1| depth is \"101\", but needed is an integer from 1 to 100.",
                "activation=relu&scale=1&depth=5&norm=yes&residual=true&seed=1| norm is \"yes\", but needed is true or false.",
                "activation=relu&scale=1&depth=5&norm=true&residual=1&seed=1| residual is \"1\", but needed is true or false.",
                "activation=relu&scale=1&depth=5&norm=true&residual=true&seed=10000| seed is \"10000\", but needed is an integer from 0 to 9999.",
            })
    void ofTheFlow(String query, String sentence) {
        assertRefused("/api/flow?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forget=10.1&scale=1| forget is \"10.1\", but needed is a number from -10 to 10.",
                "forget=-11&scale=1| forget is \"-11\", but needed is a number from -10 to 10.",
                "forget=1&scale=-1| scale is \"-1\", but needed is a number from 0 to 4.",
                "forget=1&scale=4.5| scale is \"4.5\", but needed is a number from 0 to 4.",
                "scale=1| forget is missing; needed is a number from -10 to 10.",
                "forget=1&scale=1&steps=5| The parameter \"steps\" is unknown here; there are forget, scale.",
            })
    void ofTheTime(String query, String sentence) {
        assertRefused("/api/time?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=1,2&dy=1&gamma=1&beta=0| dy has 1 numbers, but 2 are needed.",
                "x=1,2&dy=1,2&gamma=&beta=0| gamma is \"\", but needed is a number from -1000 to 1000.",
                "x=1,2&dy=1,2&gamma=1| beta is missing; needed is a number from -1000 to 1000.",
                "dy=1,2&gamma=1&beta=0| x is missing; needed is numbers with commas between.",
            })
    void ofTheBatchNorm(String query, String sentence) {
        assertRefused("/api/batch-norm?" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "running?percent=0&size=4| percent is \"0\", but needed is an integer from 1 to 100.",
                "running?percent=10&size=1| size is \"1\", but needed is an integer from 2 to 64.",
                "inference?percent=10&size=65&count=1&shift=0| size is \"65\", but needed is an integer from 2 to 64.",
                "inference?percent=10&size=4&count=17&shift=0| count is \"17\", but needed is an integer from 1 to 16.",
                "inference?percent=10&size=4&count=1&shift=101| shift is \"101\", but needed is a number from -100 to 100.",
            })
    void ofTheRunningStatistics(String query, String sentence) {
        assertRefused("/api/" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data=stars| data is \"stars\", but needed is one of moons, circles, xor, spirals.",
                "data=xor&seed=10000| seed is \"10000\", but needed is an integer from 0 to 9999.",
                "data=xor&seed=1&activation=gelu| activation is \"gelu\", but needed is one of sigmoid, tanh, relu.",
                "data=xor&seed=1&activation=tanh&norm=1| norm is \"1\", but needed is true or false.",
                "data=xor&seed=1&activation=tanh&norm=true&depth=5| depth is \"5\", but needed is an integer from 1 to 4.",
                "data=xor&seed=1&activation=tanh&norm=true&depth=1&rate=10.5| rate is \"10.5\", but needed is a number from 0 to 10.",
                "data=xor&seed=1&activation=tanh&norm=true&depth=1&rate=1&steps=2001| steps is \"2001\", but needed is an integer from 0 to 2000.",
            })
    void ofTheTraining(String query, String sentence) {
        assertRefused("/api/train?" + query, sentence);
    }

    @Test
    void aBatchHasALargestSize() {
        String many = "1" + ",1".repeat(32);
        assertRefused(
                "/api/batch-norm?x=" + many + "&dy=" + many + "&gamma=1&beta=0",
                "x has 33 numbers, but from 1 to 32 are needed.");
    }

    @Test
    void longNonsenseIsQuotedInPart() {
        assertRefused(
                "/api/flow?activation=" + "a".repeat(5000) + "&scale=1&depth=5&norm=true&residual=false&seed=1",
                "activation is \"" + "a".repeat(40) + "…\", but needed is one of sigmoid, tanh, relu.");
    }

    private static void assertRefused(String path, String sentence) {
        HttpResponse<String> response = APP.get(path);
        assertEquals(400, response.statusCode(), response::body);
        assertEquals(sentence + "\n", response.body());
        assertEquals(
                "text/plain; charset=utf-8",
                response.headers().firstValue("Content-Type").orElseThrow());
    }
}
