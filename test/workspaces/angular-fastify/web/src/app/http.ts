import '@angular/compiler';
import { XhrFactory } from '@angular/common';
import { provideHttpClient } from '@angular/common/http';
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  Injector,
  provideZonelessChangeDetection,
  ɵINJECTOR_SCOPE as INJECTOR_SCOPE,
} from '@angular/core';

/** What `bootstrapApplication` does with `provideHttpClient()`, without a component. */
export const injector = createEnvironmentInjector(
  [
    { provide: INJECTOR_SCOPE, useValue: 'root' },
    provideZonelessChangeDetection(),
    provideHttpClient(),
    { provide: XhrFactory, useValue: { build: () => new XMLHttpRequest() } },
  ],
  Injector.create({ providers: [] }) as EnvironmentInjector,
);
