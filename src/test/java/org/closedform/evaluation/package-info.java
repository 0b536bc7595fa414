/**
 * How good is the gradient check? Right operators, and mistakes that people make in derivations, counted: false alarms,
 * mistakes found, causes named, cost; each beside its goal, as docs/checking-a-derivation.md has the table.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.mainClass=org.closedform.evaluation.Evaluation
 * mvn -q test-compile exec:java -Dexec.mainClass=org.closedform.evaluation.Evaluation -Dexec.args=10
 * mvn -q test-compile exec:java -Dexec.mainClass=org.closedform.evaluation.Replay -Dexec.args="'nasty' 1 21"
 * }</pre>
 *
 * <p>The second tries ten times as many points. The last prints one case again, with every report: its regime, seed and number are
 * in {@code target/evaluation.txt}. {@link org.closedform.evaluation.EvaluationTest} holds the goals on a part.
 *
 * <p>Seeded: the same numbers every time. A mistake counts as found only where the check raises no alarm on the right
 * gradient of the same case. A wrong formula counts as one where it changes some entry of the gradient by a thousandth of the
 * largest of its tensor; any mistake counts only where differences could see it at all
 * ({@link org.closedform.evaluation.Visibility}).
 *
 * <p>{@link org.closedform.evaluation.DevelopmentSet} is what the check is tuned on, and
 * {@link org.closedform.evaluation.BuiltIns} what the library has. {@link org.closedform.evaluation.HeldOutSet} is neither:
 * whoever changes the check does not look at it. What users write, with their slips, comes from
 * {@link org.closedform.evaluation.Formula}: a forward on a {@link org.closedform.evaluation.Tape}, whose backward nobody has
 * to derive.
 *
 * <p>A case is of one {@link org.closedform.evaluation.Derivative}: a backward, a pushforward beside a right backward, or a second
 * derivative beside a right first one. Right Hessians come from {@link org.closedform.evaluation.Surface}: a function of
 * {@link org.closedform.evaluation.Jet}s, which carry their first and second derivatives.
 */
package org.closedform.evaluation;
