package org.closedform.loss;

/** What numbers a distribution is given in. */
public enum Form {
    /** Any numbers, to be put through softmax (of one probability: through the sigmoid). */
    LOGITS,
    /** Logarithms of probabilities, as log-softmax makes them. */
    LOG_PROBABILITIES,
    /** Probabilities, as softmax makes them. */
    PROBABILITIES
}
