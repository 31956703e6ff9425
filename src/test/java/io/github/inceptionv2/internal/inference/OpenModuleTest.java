package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.Module;

/** A graph with variables, as modules have it. */
class OpenModuleTest extends OpenModuleContract {
  @Override
  OpenModule open() throws Exception {
    return OpenModules.open(Module.reference(1001));
  }
}
