package org.fjd.work;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final int STEPS = 400;

    /** Thirty seeds each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyQueuedJobHasExactlyOneEndWhateverTheOrderOfTheSteps(int decade) throws Exception {
        for (long seed = decade * 30L; seed < decade * 30L + 30; seed++) {
            try {
                World world = new World(seed);
                for (int i = 0; i < STEPS; i++) {
                    world.step();
                }
                world.settle();
                world.check();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
