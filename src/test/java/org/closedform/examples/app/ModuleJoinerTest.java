package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleJoinerTest {

    @Test
    void aModuleRunsOnceAndAfterThoseThatItImports() {
        String script = ModuleJoiner.join(
                "main.js",
                Map.of(
                        "main.js", "import { a } from './a.js';\nimport { b as c } from './b.js';\na(c);\n",
                        "a.js", "// of a\nimport { b } from './b.js';\n\nexport async function a() {\n  b.x();\n}\n",
                        "b.js", "export const b = { x() {} };\nexport class B {}\nconst own = 1;\n")::get);
        assertEquals(
                """
                (() => {
                'use strict';
                const modules = {};
                modules['b.js'] = (() => {
                const b = { x() {} };
                class B {}
                const own = 1;
                return { b, B };
                })();
                modules['a.js'] = (() => {
                // of a
                const { b } = modules['b.js'];

                async function a() {
                  b.x();
                }
                return { a };
                })();
                modules['main.js'] = (() => {
                const { a } = modules['a.js'];
                const { b: c } = modules['b.js'];
                a(c);
                return {  };
                })();
                })();
                """,
                script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import './a.js';",
                "import a from './a.js';",
                "import * as a from './a.js';",
                "import {\n  a } from './a.js';",
                "export default 1;",
                "export let a = 1;",
                "export { a };",
            })
    void whatIsNotPlainIsRefused(String statement) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> ModuleJoiner.join("main.js", Map.of("main.js", "const a = 1;\n" + statement + "\n")::get));
        assertEquals(
                "ModuleJoiner: main.js has \"" + statement.lines().findFirst().orElseThrow()
                        + "\", which is no plain import or export",
                refusal.getMessage());
    }

    @Test
    void modulesThatImportEachOtherAreRefused() {
        Map<String, String> circle =
                Map.of("a.js", "import { b } from './b.js';\n", "b.js", "import { a } from './a.js';\n");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ModuleJoiner.join("a.js", circle::get));
        assertTrue(refusal.getMessage().startsWith("ModuleJoiner: a.js imports itself"), refusal::getMessage);
    }
}
