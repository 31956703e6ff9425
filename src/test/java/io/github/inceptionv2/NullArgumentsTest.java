package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A null argument is refused with the name of its parameter. */
class NullArgumentsTest {

  @Test
  void sources_nullArguments_areNamed() {
    assertNamed("handle", () -> ModelSource.hub(null));
    assertNamed("uri", () -> ModelSource.url(null));
    assertNamed("text", () -> ModelSource.parse(null));
  }

  @Test
  void options_nullArguments_areNamed() {
    assertNamed("device", () -> RuntimeOptions.builder().device(null));
    assertNamed("delay", () -> RuntimeOptions.builder().maxBatchDelay(null));
  }

  @Test
  void cache_nullArguments_areNamed() {
    assertNamed("timeout", () -> ModelCache.builder().timeout(null));
    assertNamed("entry", () -> ModelCache.standard().verify(null));
    assertNamed("entry", () -> ModelCache.standard().remove(null));
  }

  private static void assertNamed(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }
}
