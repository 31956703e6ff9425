package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;

/** A graph with variables, as modules have it. */
class OpenModuleTest extends OpenModuleContract {
  @Override
  OpenModule open() throws Exception {
    return OpenModules.open(InceptionModule.reference(1001));
  }
}
