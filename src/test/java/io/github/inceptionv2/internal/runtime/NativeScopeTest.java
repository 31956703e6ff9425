package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeScopeTest {

  private final List<String> closed = new ArrayList<>();
  private final NativeScope scope = new NativeScope();

  @Test
  void close_several_inReverseOrderAndOnce() {
    scope.add(() -> closed.add("graph"));
    scope.add(() -> closed.add("session"));
    scope.close();
    scope.close();

    assertEquals(List.of("session", "graph"), closed);
  }

  @Test
  void close_oneFails_continuesAndSuppressesLaterFailures() {
    scope.add(() -> closed.add("graph"));
    scope.add(
        () -> {
          throw new IllegalStateException("second");
        });
    scope.add(
        () -> {
          throw new IllegalStateException("first");
        });
    NativeException e = assertThrows(NativeException.class, scope::close);

    assertEquals(List.of("graph"), closed);
    assertEquals("first", e.getCause().getMessage());
    assertEquals("second", e.getSuppressed()[0].getMessage());
  }
}
