package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The devices, the platform and the environment decide which kernels a network may use. */
class KernelConditionsTest {

  private static SessionConfig on(String device) {
    return new SessionConfig(1, 1, Optional.ofNullable(device), true, 0);
  }

  @Test
  void onlyCpus_ifRequestedOrNothingElseExists() {
    assertTrue(Devices.areOnlyCpus(on("CPU")));
    assertFalse(Devices.areOnlyCpus(on("GPU")));
    assertFalse(Devices.areOnlyCpus(on("GPU:1")));
    boolean isGpuThere =
        Devices.list(on(null)).stream().anyMatch(device -> !device.startsWith("CPU"));
    assertEquals(!isGpuThere, Devices.areOnlyCpus(on(null)));
  }

  @Test
  void oneDnn_isAllowedOnX86UnlessTheEnvironmentSaysNo() {
    assertTrue(OneDnn.isAllowed("amd64", null));
    assertTrue(OneDnn.isAllowed("x86_64", "1"));
    assertFalse(OneDnn.isAllowed("amd64", "0"));
    assertFalse(OneDnn.isAllowed("amd64", "False"));
    assertFalse(OneDnn.isAllowed("aarch64", null));
    assertFalse(OneDnn.isAllowed("aarch64", "1"));
  }
}
