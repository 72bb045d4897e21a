import { Module } from '@nestjs/common';
import { handlers } from './handlers.js';
import { BooksController } from './http/books.controller.js';

@Module({ controllers: [...Object.values(handlers), BooksController] })
export class LedgerModule {}
