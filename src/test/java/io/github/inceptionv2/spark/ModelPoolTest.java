package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelPoolTest {

  private static final ModelSource FLOWERS = ModelSource.directory(Path.of("models", "flowers"));

  private final ModelPool pool = new ModelPool();

  @AfterEach
  void closeAll() {
    pool.closeAll();
  }

  @Test
  void manyTasks_atOnce_shareOneModel() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(8);
    try {
      List<Future<InceptionV2>> models = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        models.add(tasks.submit(() -> acquire("a").model()));
      }
      for (Future<InceptionV2> model : models) {
        assertSame(models.get(0).get(), model.get());
      }
    } finally {
      tasks.shutdown();
    }
    assertEquals(1, pool.openedCount());
  }

  @Test
  void idleModel_staysForTheNextTask_untilAnotherIsOpened() throws Exception {
    ModelPool.Lease first = acquire("a");
    first.close();
    first.close();
    ModelPool.Lease again = acquire("a");
    assertSame(first.model(), again.model());
    acquire("b").model().info();
    assertEquals(2, pool.openCount(), "a is in use");
    again.model().batch(List.of());
    again.close();
    acquire("c");
    assertEquals(2, pool.openCount(), "a was closed, b and c are in use");
    assertClosed(again.model());
    assertNotSame(again.model(), acquire("a").model());
    assertEquals(4, pool.openedCount());
  }

  @Test
  void modelThatCannotBeOpened_isTriedAgain() throws Exception {
    ModelPool.Opener failing =
        () -> {
          throw new IOException("gone");
        };
    assertEquals(
        "gone", assertThrows(IOException.class, () -> pool.acquire("a", failing)).getMessage());
    assertEquals(0, pool.openedCount());
    acquire("a").model().batch(List.of());
    assertEquals(1, pool.openedCount());
  }

  @Test
  void closeAll_closesModelsInUseToo() throws Exception {
    ModelPool.Lease lease = acquire("a");
    pool.closeAll();
    assertClosed(lease.model());
    assertEquals(0, pool.openCount());
  }

  private ModelPool.Lease acquire(String key) throws IOException {
    return pool.acquire(key, () -> InceptionV2.load(FLOWERS));
  }

  private static void assertClosed(InceptionV2 model) {
    String message =
        assertThrows(IllegalStateException.class, () -> model.batch(List.of())).getMessage();
    assertTrue(message.contains("closed"), message);
  }
}
