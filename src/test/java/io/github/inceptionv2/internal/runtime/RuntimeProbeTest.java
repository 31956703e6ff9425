package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimeProbeTest {

  @Test
  void run_onTheCpu_reportsTheCpu() {
    RuntimeProbe probe = RuntimeProbe.run(SessionConfig.DEFAULT.onCpu());
    assertEquals("CPU:0", probe.device());
    assertTrue(probe.devices().contains("CPU:0"), probe.toString());
    assertTrue(probe.tensorFlowVersion().startsWith("2."), probe.toString());
    assertTrue(Files.isDirectory(probe.nativeCache()), probe.toString());
  }

  @Test
  void missingGpu_isRefusedWithTheReason() {
    assumeFalse(
        Devices.list(SessionConfig.DEFAULT).contains("GPU:7"), "this machine has eight GPUs");
    SessionConfig config = new SessionConfig(1, 1, Optional.of("GPU:7"), true, 0);
    NativeException e = assertThrows(NativeException.class, () -> Devices.check(config));
    assertTrue(e.getMessage().startsWith("there is no device GPU:7"), e.getMessage());
    assertTrue(e.getMessage().contains("CPU:0"), e.getMessage());
  }

  @Test
  void check_acceptsTheCpu() {
    Devices.check(SessionConfig.DEFAULT);
    Devices.check(SessionConfig.DEFAULT.onCpu());
  }

  @Test
  void threadsInEffect_areThoseOfTheFirstSession() {
    RuntimeProbe.run(SessionConfig.DEFAULT);
    int first = GraphSession.threadsInEffect();
    RuntimeProbe.run(new SessionConfig(first + 3, 1, Optional.empty(), true, 0));
    assertEquals(first, GraphSession.threadsInEffect());
  }
}
