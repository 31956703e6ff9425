package io.github.inceptionv2.spark;

import io.github.inceptionv2.InceptionV2;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open models of this JVM: one for each recipe, shared by all tasks. A model that no task uses
 * stays open for the next task, until another model is opened or the JVM exits. Thread-safe.
 */
final class ModelPool {

  private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);
  private static final ModelPool OF_JVM = new ModelPool();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(OF_JVM::closeAll, "inception-v2-close"));
  }

  private final Map<String, Shared> open = new HashMap<>();
  private int openedCount;

  /** Opens a model. */
  @FunctionalInterface
  interface Opener {
    InceptionV2 open() throws IOException;
  }

  /** A task's use of a model. Closing a lease again has no effect. */
  interface Lease extends AutoCloseable {

    /** Returns the model, which other tasks may use at the same time. */
    InceptionV2 model();

    @Override
    void close();
  }

  private static final class Shared {
    private final InceptionV2 model;
    private int users;

    Shared(InceptionV2 model) {
      this.model = model;
    }
  }

  static ModelPool ofJvm() {
    return OF_JVM;
  }

  /**
   * Returns the model of the recipe {@code key}, and opens the model if necessary. Other callers
   * wait until it is open.
   */
  synchronized Lease acquire(String key, Opener opener) throws IOException {
    Shared shared = open.get(key);
    if (shared == null) {
      closeIdle();
      shared = new Shared(opener.open());
      open.put(key, shared);
      openedCount++;
      LOG.info("opened {}, for all tasks of this JVM", shared.model);
    }
    shared.users++;
    return lease(shared);
  }

  private Lease lease(Shared shared) {
    return new Lease() {
      private boolean isOver;

      @Override
      public InceptionV2 model() {
        return shared.model;
      }

      @Override
      public void close() {
        synchronized (ModelPool.this) {
          if (!isOver) {
            isOver = true;
            shared.users--;
          }
        }
      }
    };
  }

  private void closeIdle() {
    for (Iterator<Shared> all = open.values().iterator(); all.hasNext(); ) {
      Shared shared = all.next();
      if (shared.users == 0) {
        all.remove();
        shared.model.close();
      }
    }
  }

  /** Closes all models after the calls in progress. */
  synchronized void closeAll() {
    open.values().forEach(shared -> shared.model.close());
    open.clear();
  }

  /** Returns the number of models opened so far. */
  synchronized int openedCount() {
    return openedCount;
  }

  /** Returns the number of open models. */
  synchronized int openCount() {
    return open.size();
  }
}
