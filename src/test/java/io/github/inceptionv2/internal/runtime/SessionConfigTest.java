package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.ConfigProto;

class SessionConfigTest {

  /** Runs of fewer threads than all would share one small pool, and leave processors idle. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "8, 1, 8", "8, 2, 8", "8, 7, 8", "8, 8, 1", "2, 2, 1"})
  void operations_useAllThreadsUnlessEachRunHasItsOwn(int threads, int runs, int perOperation) {
    SessionConfig config = new SessionConfig(threads, runs, Optional.empty(), true, 0);
    ConfigProto proto = config.proto();

    assertEquals(perOperation, proto.getIntraOpParallelismThreads());
    assertEquals(threads, proto.getInterOpParallelismThreads());
  }

  /** TensorFlow's pools have the sizes that the first session requests. */
  @ParameterizedTest
  @CsvSource({"8, 1, 8, 1, false", "8, 1, 8, 2, false", "8, 1, 8, 8, true", "2, 2, 8, 8, true"})
  void sessions_differIfTheyNeedOtherThreads(
      int threads, int runs, int otherThreads, int otherRuns, boolean differ) {
    SessionConfig first = new SessionConfig(threads, runs, Optional.empty(), true, 0);
    SessionConfig second = new SessionConfig(otherThreads, otherRuns, Optional.of("CPU"), true, 0);

    assertEquals(differ, GraphSession.differ(first, second));
  }
}
