package org.closedform.docs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/**
 * Runs the jqwik properties of a class that a snippet declares, in an engine of their own.
 *
 * @param type the class
 */
record JqwikProperties(Class<?> type) implements EngineDiscoveryRequest {

    /** Runs them all, and throws what the first that fails throws. */
    @SuppressWarnings(
            "deprecation") // the other way takes a store and a folder for reports, of which jqwik uses neither
    void run() throws Throwable {
        JqwikTestEngine engine = new JqwikTestEngine();
        TestDescriptor root = engine.discover(this, UniqueId.forEngine(engine.getId()));
        Failures failures = new Failures();
        engine.execute(ExecutionRequest.create(root, failures, getConfigurationParameters()));
        if (failures.first != null) {
            throw failures.first;
        }
    }

    private static final class Failures implements EngineExecutionListener {
        private Throwable first;

        @Override
        public void executionFinished(TestDescriptor test, TestExecutionResult result) {
            if (first == null) {
                first = result.getThrowable().orElse(null);
            }
        }
    }

    @Override
    public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> selectors) {
        return Stream.of(DiscoverySelectors.selectClass(type))
                .filter(selectors::isInstance)
                .map(selectors::cast)
                .toList();
    }

    @Override
    public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> filters) {
        return List.of();
    }

    /** Only failures are told, and none is recorded on disk: that belongs to the project's own run. */
    private record Settings(Map<String, String> values) implements ConfigurationParameters {
        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::parseBoolean);
        }

        @Override
        @SuppressWarnings("deprecation")
        public int size() {
            return values.size();
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }

    @Override
    public ConfigurationParameters getConfigurationParameters() {
        return new Settings(Map.of("jqwik.database", "", "jqwik.reporting.onlyfailures", "true"));
    }
}
