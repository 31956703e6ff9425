package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallGateTest {

  private final CallGate gate = new CallGate("Thing");

  @Test
  void close_duringACall_waitsForItEvenWhenInterrupted() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    Thread caller = new Thread(() -> gate.call(() -> await(inside, leave)));
    caller.start();
    inside.await();
    Thread closer =
        new Thread(
            () -> {
              gate.close();
              wasInterrupted.set(Thread.currentThread().isInterrupted());
            });
    closer.start();
    closer.interrupt();
    closer.join(100);

    assertTrue(closer.isAlive(), "close returned during a call");
    leave.countDown();
    caller.join();
    closer.join();
    assertTrue(wasInterrupted.get(), "the interrupt was lost");
  }

  @Test
  void call_afterClose_isRefused() {
    assertTrue(gate.close());
    assertFalse(gate.close());
    var e = assertThrows(IllegalStateException.class, () -> gate.call(() -> 1));
    assertEquals("Thing is closed", e.getMessage());
  }

  @Test
  void call_thatThrows_hasEnded() {
    assertThrows(
        ArithmeticException.class,
        () ->
            gate.call(
                () -> {
                  throw new ArithmeticException();
                }));
    assertTrue(gate.close());
  }

  @Test
  void close_insideACall_isRefused() {
    gate.call(() -> assertThrows(IllegalStateException.class, gate::close));
    assertTrue(gate.close());
  }

  private static int await(CountDownLatch inside, CountDownLatch leave) {
    inside.countDown();
    try {
      assertTrue(leave.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return 0;
  }
}
